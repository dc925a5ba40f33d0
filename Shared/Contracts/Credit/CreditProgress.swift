/// Request: how many people have been scored since a time? Only operators may.
public struct CreditProgress: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.credit.progress.v1"

    /// How far it is.
    public struct Reply: Codable, Sendable, Hashable {
        /// How many people have an account that counts.
        public var people: Int
        /// How many of them were scored since.
        public var scored: Int

        /// Puts the record together.
        public init(people: Int, scored: Int) {
            self.people = people
            self.scored = scored
        }
    }

    /// From when on scores count as made anew.
    public var since: Instant

    /// Puts the question together.
    public init(since: Instant) {
        self.since = since
    }
}
