/// Request: tell one queue again what the service has told since a moment, under the same ids: for a queue that
/// somebody deleted. Whoever has handled a message recognises it, so more than was lost does no harm.
///
/// Asked of every service that may have told the queue something; asked again, from where the answer ends, until
/// nothing is told. What was told more than three days ago is forgotten.
public struct QueueResend: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.queue.resend.v1"
    /// What was told.
    public typealias Reply = QueueResent

    /// The queue, such as `inventory.orders`; one that hears events.
    public var queue: String
    /// Only what was told from this moment on.
    public var since: Instant
    /// Of what was told at that very moment, only what stands behind this message.
    public var after: MessageID?
    /// The most of one request; 1 to 500, by default 200.
    public var limit: Int?
    /// Under which receipt it is noted; nil: one of its own.
    public var repair: RepairMark?

    /// Asks.
    public init(
        _ queue: String, since: Instant, after: MessageID? = nil, limit: Int? = nil, repair: RepairMark? = nil
    ) {
        self.queue = queue
        self.since = since
        self.after = after
        self.limit = limit
        self.repair = repair
    }
}

/// What one step told a queue again.
public struct QueueResent: Codable, Sendable, Hashable {
    /// How many messages; the broker has confirmed each.
    public var count: Int
    /// When the last of them was told before; nil: there were none.
    public var lastAt: Instant?
    /// The last of them.
    public var last: MessageID?

    /// What was told.
    public init(count: Int, lastAt: Instant?, last: MessageID?) {
        self.count = count
        self.lastAt = lastAt
        self.last = last
    }
}
