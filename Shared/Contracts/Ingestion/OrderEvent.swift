/// A line of an order's log.
public struct OrderEvent: Codable, Sendable, Hashable {
    /// Counts the applied changes from 1.
    public var version: Int
    /// Where it stood then.
    public var status: OrderStatus
    /// Where it had stood; nil at first sight.
    public var previousStatus: OrderStatus?
    /// Names of the fields that were other than before.
    public var changed: [String]
    /// How we learned it: `webhook`, `poll`, `backfill`, `producer`, or `read` together with something else.
    public var source: String
    /// When the channel says that it happened.
    public var at: Instant
    /// When we wrote it down.
    public var recordedAt: Instant

    /// Puts the record together.
    public init(
        version: Int, status: OrderStatus, previousStatus: OrderStatus? = nil, changed: [String], source: String,
        at: Instant, recordedAt: Instant
    ) {
        self.version = version
        self.status = status
        self.previousStatus = previousStatus
        self.changed = changed
        self.source = source
        self.at = at
        self.recordedAt = recordedAt
    }
}
