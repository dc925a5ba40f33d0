/// Request: make a score of the past again, of the snapshot that was kept of it and with the model of its version, and
/// compare. Only operators may. Nothing is written.
public struct CreditReplay: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.credit.replay.v1"

    /// What came of it.
    public enum Verdict: String, Codable, Sendable, CaseIterable {
        /// All that was told is made again.
        case same
        /// Something is not.
        case different
        /// No score of the person is as old as that.
        case nothingKept
        /// Which score was told then is not known: of days more than a week ago the last one is kept, and those that
        /// lenders have read.
        case dropped
    }

    /// A member of the score.
    public struct Difference: Codable, Sendable, Hashable {
        /// Where it stands in the score, such as `/factors/revenue/points`: what has a name is named, not counted.
        public var member: String
        /// What was told; nil where it was not told then, which makes no score a different one.
        public var told: String?
        /// What is made now; nil where it is no more.
        public var made: String?

        /// Puts the record together.
        public init(member: String, told: String? = nil, made: String? = nil) {
            self.member = member
            self.told = told
            self.made = made
        }
    }

    /// Both scores, and where they differ.
    public struct Reply: Codable, Sendable, Hashable {
        /// The person whose score it is.
        public var subject: TenantID
        /// What came of it.
        public var verdict: Verdict
        /// As it was told; nil where nothing is compared.
        public var told: CreditScore?
        /// As it is made now; nil where nothing is compared.
        public var made: CreditScore?
        /// Where they differ; the first 100.
        public var differences: [Difference]
        /// The last score at or before the time that is kept; nil where there is none.
        public var before: Instant?
        /// The first score after the time that is kept; nil where there is none.
        public var after: Instant?

        /// Puts the record together.
        public init(
            subject: TenantID, verdict: Verdict, told: CreditScore? = nil, made: CreditScore? = nil,
            differences: [Difference] = [], before: Instant? = nil, after: Instant? = nil
        ) {
            self.subject = subject
            self.verdict = verdict
            self.told = told
            self.made = made
            self.differences = differences
            self.before = before
            self.after = after
        }
    }

    /// The person whose score it is.
    public var subject: TenantID
    /// When it was the newest, such as the time of a lender's reading.
    public var at: Instant

    /// Puts the question together.
    public init(subject: TenantID, at: Instant) {
        self.subject = subject
        self.at = at
    }
}
