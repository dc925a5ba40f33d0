/// Request: delete everything that is known of the person: facts, scores, consents, disputes. Of the log of
/// readings the lines stay, without the scores, and of papers that one was refused, without what was said of it. Links
/// to accounts end by themselves: as long as one is there, facts come again.
public struct CreditDelete: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.credit.delete.v1"

    /// What was deleted.
    public struct Reply: Codable, Sendable, Hashable {
        /// How many scores were deleted.
        public var scores: Int
        /// How many orders were deleted.
        public var orders: Int

        /// Puts the record together.
        public init(scores: Int, orders: Int) {
            self.scores = scores
            self.orders = orders
        }
    }

    /// Puts the question together.
    public init() {}
}
