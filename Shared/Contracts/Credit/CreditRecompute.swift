/// Request: want people scored anew, such as by a new model, some at a time in the order of their ids. Only
/// operators may.
public struct CreditRecompute: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.credit.recompute.v1"

    /// What was wanted.
    public struct Reply: Codable, Sendable, Hashable {
        /// How many people are wanted scored.
        public var count: Int
        /// The last of them; nil when there were none.
        public var last: TenantID?
        /// When they were wanted, by the clock of the service that scores: what is scored from then on is scored anew.
        public var at: Instant?

        /// Puts the record together.
        public init(count: Int, last: TenantID? = nil, at: Instant? = nil) {
            self.count = count
            self.last = last
            self.at = at
        }
    }

    /// ``Reply/last`` of the step before.
    public var after: TenantID?
    /// How many people; 1 to 1,000, by default 1,000.
    public var limit: Int?

    /// Puts the question together.
    public init(after: TenantID? = nil, limit: Int? = nil) {
        self.after = after
        self.limit = limit
    }
}
