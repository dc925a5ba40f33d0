/// Request: replay or discard open failures, the oldest first.
///
/// Asked of the service that has them. A choice of everything is refused: it must name a brand, a lane,
/// a cause or a message.
public struct FailureSettle: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.failure.settle.v1"
    /// How many were settled, and how many are left of the choice.
    public typealias Reply = Settled

    /// Which of them are meant.
    public var choice: FailureChoice
    /// What is done.
    public var act: FailureAct.Act
    /// The most of one request; 1 to 500, of discards to 5000, by default 100.
    public var limit: Int?
    /// Replays become due one after the other, so many a second; above 0 and up to 1000, by default 10.
    public var perSecond: Double?
    /// Only those that failed last before this moment. Whoever settles a choice in steps names the moment of the first:
    /// else what fails again after its replay is found again, as the oldest, for ever.
    public var before: Instant?
    /// Under which receipt it is noted; nil: one of its own.
    public var repair: RepairMark?
    /// How many were left after the step before: then they are counted no more until a step is not full. Nil: count.
    public var left: Int?

    /// Asks.
    public init(
        _ choice: FailureChoice, act: FailureAct.Act, limit: Int? = nil, perSecond: Double? = nil,
        before: Instant? = nil, repair: RepairMark? = nil, left: Int? = nil
    ) {
        self.choice = choice
        self.act = act
        self.limit = limit
        self.perSecond = perSecond
        self.before = before
        self.repair = repair
        self.left = left
    }
}

/// What became of a choice.
public struct Settled: Codable, Sendable, Hashable {
    /// How many it was done to.
    public var count: Int
    /// How many are left of the choice, of work without the schedules and what is awaited.
    public var left: Int
    /// How many of those left were erased with their buyers and cannot be replayed; nil where it was not counted.
    public var erased: Int?
    /// How many of those left belong to lanes that the answering service does not have, and cannot be replayed by it;
    /// nil: none, or it was not counted.
    public var laneGone: Int?
    /// How many pieces of the choice are done every so often and were left for that; nil where it was not counted.
    public var schedules: Int?
    /// How many pieces of the choice somebody waits for, so that they were left; nil: none, or it was not counted.
    public var awaited: Int?

    /// What became of a choice.
    public init(
        count: Int, left: Int, erased: Int? = nil, laneGone: Int? = nil, schedules: Int? = nil, awaited: Int? = nil
    ) {
        self.count = count
        self.left = left
        self.erased = erased
        self.laneGone = laneGone
        self.schedules = schedules
        self.awaited = awaited
    }
}
