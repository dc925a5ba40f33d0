/// Request: try work again that has failed, or want it no more.
///
/// Asked of the service that has it. A choice of everything is refused: it must name a brand, a kind, a
/// key or a reason.
public struct WorkSettle: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.work.settle.v1"
    /// How many it was done to, and how many are left of the choice.
    public typealias Reply = Settled

    /// What is done.
    public enum Act: String, Codable, Sendable, CaseIterable {
        /// Failed pieces become due again, spread over time.
        case retry
        /// Not wanted any more; what is in work is finished. What is done every so often is left unless
        /// ``WorkSettle/includesSchedules`` says otherwise: it is wanted but once, as when a shop connects. Left in
        /// any case is what somebody waits for who would not ask again, such as a label or the answer to a command,
        /// unless it was given up.
        case cancel
        /// What waits for its time becomes due now, the longest untouched first. What is due already comes last: it is
        /// counted as done, and not as left.
        case hurry
    }

    /// Which of it is meant.
    public var choice: WorkChoice
    /// What is done.
    public var act: Act
    /// The most of one request; 1 to 1000, by default 100.
    public var limit: Int?
    /// Retries become due so many a second; above 0 and up to 1000, by default 10.
    public var perSecond: Double?
    /// Under which receipt it is noted; nil: one of its own.
    public var repair: RepairMark?
    /// Whether what is done every so often is cancelled too; nil is no.
    public var includesSchedules: Bool?
    /// Of retries and hurries only what was last changed before this moment. Whoever settles a choice in steps names
    /// the moment of the first: else what fails again after its retry is found again.
    public var before: Instant?

    /// Asks.
    public init(
        _ choice: WorkChoice, act: Act, limit: Int? = nil, perSecond: Double? = nil, repair: RepairMark? = nil,
        includesSchedules: Bool? = nil, before: Instant? = nil
    ) {
        self.choice = choice
        self.act = act
        self.limit = limit
        self.perSecond = perSecond
        self.repair = repair
        self.includesSchedules = includesSchedules
        self.before = before
    }
}
