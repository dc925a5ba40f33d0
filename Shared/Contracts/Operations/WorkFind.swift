/// Request: what has this service still to do? By brand, kind and key.
///
/// A kind that the service does not know is refused as ``unknownKind``, with those that it knows.
///
/// Asked of each service.
public struct WorkFind: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.work.find.v1"
    /// In the order of brand, kind and key.
    public typealias Reply = [WorkPiece]
    /// The code of the refusal of a kind that no worker of the service does, also by ``WorkHold``.
    public static let unknownKind = "unknownKind"

    /// Which of it is meant.
    public var choice: WorkChoice
    /// Only those after this one.
    public var after: WorkName?
    /// How many; 1 to 500, by default 50.
    public var limit: Int?

    /// Asks.
    public init(_ choice: WorkChoice = WorkChoice(), after: WorkName? = nil, limit: Int? = nil) {
        self.choice = choice
        self.after = after
        self.limit = limit
    }
}

/// Names one piece of work of a service.
public struct WorkName: Codable, Sendable, Hashable {
    /// The brand that it is for.
    public var tenant: TenantID
    /// The kind of work.
    public var kind: String
    /// The name within brand and kind.
    public var key: String

    /// Names one piece of work.
    public init(tenant: TenantID, kind: String, key: String) {
        self.tenant = tenant
        self.kind = kind
        self.key = key
    }
}

/// One piece of work.
public struct WorkPiece: Codable, Sendable, Hashable {
    /// What it is.
    public var name: WorkName
    /// The shop that it calls for.
    public var shop: ShopID?
    /// Where it is on its way.
    public var state: WorkChoice.State
    /// When it is due, or was.
    public var dueAt: Instant
    /// Attempts so far.
    public var attempt: Int
    /// What became of the last attempt is not known.
    public var isOutcomeUnknown: Bool
    /// Why it is not done; a constant sentence.
    public var reason: String?
    /// What was special about the last attempt.
    public var detail: String?
    /// Since when it is wanted.
    public var createdAt: Instant

    /// Puts the record together.
    public init(
        name: WorkName, shop: ShopID?, state: WorkChoice.State, dueAt: Instant, attempt: Int, isOutcomeUnknown: Bool,
        reason: String?, detail: String?, createdAt: Instant
    ) {
        self.name = name
        self.shop = shop
        self.state = state
        self.dueAt = dueAt
        self.attempt = attempt
        self.isOutcomeUnknown = isOutcomeUnknown
        self.reason = reason
        self.detail = detail
        self.createdAt = createdAt
    }
}

/// How much work of a kind is in a state.
public struct WorkTally: Codable, Sendable, Hashable {
    /// The kind of work.
    public var kind: String
    /// The state.
    public var state: WorkChoice.State
    /// How many. What failed is counted; one more than ``LaneState/mostCounted`` is that or more. All else may be
    /// estimated: ``isEstimate``.
    public var count: Int
    /// How long the oldest of them has been due, or has failed, in milliseconds; of an estimate the oldest that was
    /// seen.
    public var oldestMilliseconds: Int
    /// Whether ``count`` is estimated from a sample, since the table is large: then kinds of which there is little may
    /// be missing. Nil is no, or of a build that did not tell.
    public var isEstimate: Bool?

    /// Puts the record together.
    public init(
        kind: String, state: WorkChoice.State, count: Int, oldestMilliseconds: Int, isEstimate: Bool? = nil
    ) {
        self.kind = kind
        self.state = state
        self.count = count
        self.oldestMilliseconds = oldestMilliseconds
        self.isEstimate = isEstimate
    }
}
