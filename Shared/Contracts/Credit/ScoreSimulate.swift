/// Request: what the score would be if something of all own shops were different. Nothing is written.
public struct ScoreSimulate: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.credit.simulate.v1"

    /// Both scores, as of the same time.
    public struct Reply: Codable, Sendable, Hashable {
        /// As it is.
        public var now: CreditScore
        /// As it would be; never called actual.
        public var assumed: CreditScore

        /// Puts the record together.
        public init(now: CreditScore, assumed: CreditScore) {
            self.now = now
            self.assumed = assumed
        }
    }

    /// What is assumed, one to three.
    public var changes: [CreditChange]

    /// Puts the question together.
    public init(changes: [CreditChange]) {
        self.changes = changes
    }
}

/// One thing that is assumed to be different.
public struct CreditChange: Codable, Sendable, Hashable {
    /// What may be assumed.
    public enum What: String, Codable, Sendable, CaseIterable {
        /// Orders with a return ÷ shipped orders; net revenue follows.
        case returnRate
        /// Stars that buyers give.
        case shopRating
        /// Orders shipped by their time ÷ orders due.
        case onTimeRate
        /// Warnings and points of penalty.
        case violations
        /// Products first listed in the window.
        case newProducts
    }

    /// What is different.
    public var what: What
    /// The value, a decimal: a share is 0 to 1, stars are 0 to 5, counts are whole.
    public var value: String

    /// Puts the record together.
    public init(what: What, value: String) {
        self.what = what
        self.value = value
    }
}
