/// How a service is, by its own account.
public struct ServiceState: Codable, Sendable, Hashable {
    /// Its name, such as `inventory`.
    public var service: String
    /// The instance that answered.
    public var instance: String
    /// The build of that instance.
    public var version: String
    /// Since when that instance runs.
    public var startedAt: Instant
    /// When this was seen.
    public var at: Instant
    /// Why that instance is not ready, a sentence each; empty when it is.
    public var troubles: [String]
    /// Its lanes, each with its queue.
    public var lanes: [LaneState]
    /// What it has decided to send and the broker has not confirmed.
    public var outbox: OutboxState
    /// Its work, by kind and state.
    public var work: [WorkTally]
    /// What people have stopped.
    public var stops: [WorkStop]
    /// How partners are called, by endpoint class.
    public var partners: [PartnerState]
    /// How single endpoints were called, each with its pinned version; nil of a build that did not tell.
    public var calls: [PartnerCalls]?
    /// All instances of the service, the one that answers among them; nil of a build that did not tell.
    public var instances: [InstanceState]?

    /// When this was seen, by the clock of the service's database, which is the one that rows are stamped by: whoever
    /// narrows a choice by time goes by it. Nil of a build that did not tell.
    public var databaseAt: Instant?

    /// Puts the record together.
    public init(
        service: String, instance: String, version: String, startedAt: Instant, at: Instant, troubles: [String],
        lanes: [LaneState], outbox: OutboxState, work: [WorkTally], stops: [WorkStop], partners: [PartnerState],
        calls: [PartnerCalls]? = nil, instances: [InstanceState]? = nil, databaseAt: Instant? = nil
    ) {
        self.service = service
        self.instance = instance
        self.version = version
        self.startedAt = startedAt
        self.at = at
        self.troubles = troubles
        self.lanes = lanes
        self.outbox = outbox
        self.work = work
        self.stops = stops
        self.partners = partners
        self.calls = calls
        self.instances = instances
        self.databaseAt = databaseAt
    }

    /// When this was seen as far as rows are concerned.
    public var rowsAt: Instant { databaseAt ?? at }
}

/// A lane as its service sees it. How many messages lie in the queue only the broker knows.
public struct LaneState: Codable, Sendable, Hashable {
    /// The queue that it consumes.
    public var queue: String
    /// Whether the instance is consuming.
    public var isUp: Bool
    /// Messages that the instance has settled since its start.
    public var settled: Int
    /// How old the oldest message of its last batch was when it was settled, in milliseconds; nil before the first.
    public var lagMilliseconds: Int?
    /// When it settled its last batch.
    public var lastAt: Instant?
    /// Since when it has had messages in hand that are not settled; nil: it has none.
    public var inHandSince: Instant?
    /// Messages of all instances that wait for another try; one more than ``mostCounted`` is that or more.
    public var deferred: Int
    /// Since when the oldest of them waits.
    public var deferredSince: Instant?
    /// Open failures of all instances; one more than ``mostCounted`` is that or more.
    public var failures: Int
    /// Messages that were in hand when a consumer died and are not settled yet.
    public var suspects: Int

    /// What lies in a table is counted so far.
    public static let mostCounted = 100_000

    /// Puts the record together.
    public init(
        queue: String, isUp: Bool, settled: Int, lagMilliseconds: Int?, lastAt: Instant?, inHandSince: Instant? = nil,
        deferred: Int, deferredSince: Instant?, failures: Int, suspects: Int
    ) {
        self.queue = queue
        self.isUp = isUp
        self.settled = settled
        self.lagMilliseconds = lagMilliseconds
        self.lastAt = lastAt
        self.inHandSince = inHandSince
        self.deferred = deferred
        self.deferredSince = deferredSince
        self.failures = failures
        self.suspects = suspects
    }
}

/// What waits in an outbox to be published.
public struct OutboxState: Codable, Sendable, Hashable {
    /// Messages in it; those that are confirmed leave it with the next transaction.
    public var rows: Int
    /// When the oldest was made.
    public var oldestAt: Instant?
    /// Those that could not be published at least once.
    public var failing: Int
    /// What the broker said of the one that failed most often.
    public var lastError: String?
    /// Messages that the instance has had confirmed since its start.
    public var confirmed: Int

    /// Puts the record together.
    public init(rows: Int, oldestAt: Instant?, failing: Int, lastError: String?, confirmed: Int) {
        self.rows = rows
        self.oldestAt = oldestAt
        self.failing = failing
        self.lastError = lastError
        self.confirmed = confirmed
    }
}

/// How partners' endpoints of one class are called, all accounts together.
public struct PartnerState: Codable, Sendable, Hashable {
    /// Our identity at the partner's.
    public var app: String
    /// The endpoint class.
    public var endpoint: String
    /// Calls per second that are allowed now.
    public var rate: Double
    /// Accounts that rest because the partner said "too many".
    public var throttled: Int
    /// Breakers that are not closed.
    public var broken: Int
    /// Calls that may be made at once, all accounts together; nil of a build that did not tell.
    public var left: Double?

    /// Puts the record together.
    public init(app: String, endpoint: String, rate: Double, throttled: Int, broken: Int, left: Double? = nil) {
        self.app = app
        self.endpoint = endpoint
        self.rate = rate
        self.throttled = throttled
        self.broken = broken
        self.left = left
    }
}
