/// Request: what have operators repaired in this service? The latest first.
///
/// Asked of each service.
public struct ReceiptList: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.receipt.list.v1"
    /// The latest first.
    public typealias Reply = [RepairRecord]

    /// Only what was begun from this moment on.
    public var since: Instant?
    /// How many; 1 to 500, by default 50.
    public var limit: Int?
    /// Only what was begun at most so many milliseconds ago, by the service's clock; it goes before ``since``.
    public var backMilliseconds: Int?
    /// Only those after this one in the list, which are earlier.
    public var after: ReceiptMark?

    /// Asks.
    public init(
        since: Instant? = nil, limit: Int? = nil, backMilliseconds: Int? = nil, after: ReceiptMark? = nil
    ) {
        self.since = since
        self.limit = limit
        self.backMilliseconds = backMilliseconds
        self.after = after
    }
}

/// The place of a receipt in the list, which is in the order of time and id, the latest first.
public struct ReceiptMark: Codable, Sendable, Hashable, Comparable {
    /// When the command began, as in ``RepairRecord/beganAt``.
    public var at: Instant
    /// The receipt, as in ``RepairRecord/id``.
    public var id: MessageID

    /// The place of a receipt.
    public init(at: Instant, id: MessageID) {
        self.at = at
        self.id = id
    }

    /// Earlier is less.
    public static func < (left: Self, right: Self) -> Bool { (left.at, left.id) < (right.at, right.id) }
}

/// What one command of an operator has changed in one service.
public struct RepairRecord: Codable, Sendable, Hashable {
    /// Its id; what the command did in other services has the same.
    public var id: MessageID
    /// Who did it, such as `operator:ann`.
    public var actor: String
    /// The command in a constant phrase, such as `failures replay`.
    public var command: String
    /// What was chosen, such as `lane inventory.orders, cause the body does not decode`.
    public var subject: String
    /// Why, in the operator's words; empty where nothing was said.
    public var reason: String
    /// To how many things it was done.
    public var count: Int
    /// When it began.
    public var beganAt: Instant
    /// When its last step was done.
    public var lastAt: Instant

    /// Puts the record together.
    public init(
        id: MessageID, actor: String, command: String, subject: String, reason: String, count: Int, beganAt: Instant,
        lastAt: Instant
    ) {
        self.id = id
        self.actor = actor
        self.command = command
        self.subject = subject
        self.reason = reason
        self.count = count
        self.beganAt = beganAt
        self.lastAt = lastAt
    }

    /// Its place in the list.
    public var mark: ReceiptMark { ReceiptMark(at: beganAt, id: id) }
}
