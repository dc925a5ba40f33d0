/// One instance of a service, as it told of itself a moment ago.
///
/// Every instance writes this into a row that all of them see, every five seconds, and takes the row away when it ends
/// in peace. So whichever instance is asked answers for all.
public struct InstanceState: Codable, Sendable, Hashable {
    /// Its name, such as `vm-22557`.
    public var instance: String
    /// Which build of the service it runs.
    public var version: String
    /// Since when it runs.
    public var startedAt: Instant
    /// When it was heard last, by the database's clock; of the instance that answers, now.
    public var heardAt: Instant
    /// Whether it has not been heard for longer than 15 s: it hangs, is cut off, or died and has left its row behind.
    public var isSilent: Bool
    /// Whether it is about to end.
    public var isStopping: Bool
    /// What must be true for it to be given work.
    public var checks: [InstanceCheck]
    /// Its queues, requests among them.
    public var lanes: [InstanceLane]
    /// Messages of the outbox that the broker has confirmed to it in a second, on average over its last five; nil: it
    /// has begun only now, or is of a build that did not tell.
    public var confirmedPerSecond: Double?

    /// Puts the record together.
    public init(
        instance: String, version: String, startedAt: Instant, heardAt: Instant, isSilent: Bool = false,
        isStopping: Bool = false, checks: [InstanceCheck], lanes: [InstanceLane], confirmedPerSecond: Double? = nil
    ) {
        self.instance = instance
        self.version = version
        self.startedAt = startedAt
        self.heardAt = heardAt
        self.isSilent = isSilent
        self.isStopping = isStopping
        self.checks = checks
        self.lanes = lanes
        self.confirmedPerSecond = confirmedPerSecond
    }
}

/// A question whose answer decides whether an instance may be given work.
public struct InstanceCheck: Codable, Sendable, Hashable {
    /// What is asked, in a word: `postgres`, `broker`.
    public var name: String
    /// Why the answer is no; nil: it is yes.
    public var trouble: String?

    /// Puts the record together.
    public init(name: String, trouble: String?) {
        self.name = name
        self.trouble = trouble
    }
}

/// A queue in the hands of one instance.
public struct InstanceLane: Codable, Sendable, Hashable {
    /// The queue that it consumes.
    public var queue: String
    /// Whether it is consuming.
    public var isUp: Bool
    /// Messages that the broker has handed to it and that it has not settled.
    public var unacked: Int
    /// Messages that it has settled in a second, on average over its last five; nil: it has begun only now.
    public var perSecond: Double?
    /// How old the oldest message of its last batch was when it was settled, in milliseconds; nil before the first.
    public var lagMilliseconds: Int?
    /// When it settled its last batch.
    public var lastAt: Instant?
    /// Since when it has had messages in hand that are not settled; nil: it has none.
    public var inHandSince: Instant?

    /// Puts the record together.
    public init(
        queue: String, isUp: Bool, unacked: Int, perSecond: Double? = nil, lagMilliseconds: Int? = nil,
        lastAt: Instant? = nil, inHandSince: Instant? = nil
    ) {
        self.queue = queue
        self.isUp = isUp
        self.unacked = unacked
        self.perSecond = perSecond
        self.lagMilliseconds = lagMilliseconds
        self.lastAt = lastAt
        self.inHandSince = inHandSince
    }
}
