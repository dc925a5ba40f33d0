/// Request: which messages could this service not handle, of whatever brand? The last failed first.
///
/// Asked of each service.
public struct FailureFind: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.failure.find.v1"
    /// Last failed first.
    public typealias Reply = [KeptFailure]

    /// Which of them are meant.
    public var choice: FailureChoice
    /// Only those in this state; nil for all.
    public var state: FailureRecord.State?
    /// Only those after this one in the list.
    public var after: FailureMark?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// Asks.
    public init(
        _ choice: FailureChoice = FailureChoice(), state: FailureRecord.State? = nil, after: FailureMark? = nil,
        limit: Int? = nil
    ) {
        self.choice = choice
        self.state = state
        self.after = after
        self.limit = limit
    }
}

/// A message that a service could not handle, as operators see it: also of nobody, and with its way.
public struct KeptFailure: Codable, Sendable, Hashable {
    /// The message's id; with ``lane`` the failure's name.
    public var message: MessageID
    /// The queue whose handler failed.
    public var lane: String
    /// Whose message; nil for raw webhooks and unreadable envelopes.
    public var tenant: TenantID?
    /// The message's wire name.
    public var type: String
    /// The constant sentence by which failures are grouped.
    public var cause: String
    /// What was particular about this one.
    public var detail: String
    /// The journey that it belongs to, such as an order's id.
    public var correlation: String?
    /// The message that led to it.
    public var causation: MessageID?
    /// Where it was published.
    public var exchange: String?
    /// With which key.
    public var routingKey: String?
    /// What the message said, at most ``longestBody`` bytes. Where it may tell of a person its outline: names without
    /// values; nil where there is none.
    public var body: String?
    /// How often it was tried.
    public var attempts: Int
    /// When it failed first.
    public var firstAt: Instant
    /// When it failed last.
    public var lastAt: Instant
    /// Whether a person has done something about it.
    public var state: FailureRecord.State
    /// The headers that the platform understands, by their names on the wire; nil where none can be read.
    public var headers: [String: String]?
    /// How many bytes the message had; nil where it lies sealed or erased, or of a build that did not tell.
    public var bodyBytes: Int?
    /// When its body was erased with its buyer: then it cannot be replayed; nil: it was not.
    public var erasedAt: Instant?

    /// How many bytes of a body are told.
    public static let longestBody = 4096

    /// Puts the record together.
    public init(
        message: MessageID, lane: String, tenant: TenantID?, type: String, cause: String, detail: String,
        correlation: String?, causation: MessageID?, exchange: String?, routingKey: String?, body: String?,
        attempts: Int,
        firstAt: Instant, lastAt: Instant, state: FailureRecord.State, headers: [String: String]? = nil,
        bodyBytes: Int? = nil, erasedAt: Instant? = nil
    ) {
        self.message = message
        self.lane = lane
        self.tenant = tenant
        self.type = type
        self.cause = cause
        self.detail = detail
        self.correlation = correlation
        self.causation = causation
        self.exchange = exchange
        self.routingKey = routingKey
        self.body = body
        self.attempts = attempts
        self.firstAt = firstAt
        self.lastAt = lastAt
        self.state = state
        self.headers = headers
        self.bodyBytes = bodyBytes
        self.erasedAt = erasedAt
    }

    /// Its place in the list.
    public var mark: FailureMark { FailureMark(at: lastAt, message: message, lane: lane) }
}
