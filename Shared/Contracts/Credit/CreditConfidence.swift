/// How good the data are that a score rests on. It says nothing about how good the score is.
public struct CreditConfidence: Codable, Sendable, Hashable {
    /// How good.
    public enum Level: String, Codable, Sendable, CaseIterable {
        /// Nothing is amiss.
        case high
        /// One thing is amiss.
        case medium
        /// More is amiss.
        case low
    }

    /// Something that is amiss.
    public enum Reason: String, Codable, Sendable, CaseIterable {
        /// Some datum was worked out or assumed instead of read.
        case estimated
        /// Some datum was read too long ago.
        case old
        /// The history of some account covers too little of the 90 days.
        case shortHistory
        /// Some money is in no sum.
        case moneyLeftOut
        /// Some commission is still to be settled: the income will be higher than it is known to be.
        case commissionToSettle
    }

    /// High; one level less for each thing that is amiss.
    public var level: Level
    /// Whether some datum was worked out or assumed instead of read, the age of an account apart.
    public var isEstimated: Bool
    /// Seconds since the oldest datum was read.
    public var age: Int64
    /// The part of the 90 days in which the history of every account is known, 0 to 1, a decimal.
    public var coverage: String
    /// Whether some money is in no sum: it has no exchange rate, or its amount is not told.
    public var leavesOutMoney: Bool
    /// What is amiss; nothing where the level is high, absent where the score was made before that was kept.
    public var reasons: [Reason]?

    /// Puts the record together.
    public init(
        level: Level, isEstimated: Bool, age: Int64, coverage: String, leavesOutMoney: Bool, reasons: [Reason]?
    ) {
        self.level = level
        self.isEstimated = isEstimated
        self.age = age
        self.coverage = coverage
        self.leavesOutMoney = leavesOutMoney
        self.reasons = reasons
    }
}
