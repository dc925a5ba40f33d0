/// What one of the four parts of a score gave, and what it lost.
public struct CreditFactor: Codable, Sendable, Hashable {
    /// What one input gave, and what it lost.
    public struct Input: Codable, Sendable, Hashable {
        /// How an input is counted.
        public enum Standing: String, Codable, Sendable, CaseIterable {
            /// By its value.
            case known
            /// By the points that the model gives when it is missing.
            case neutral
            /// Not at all: the others of its factor stand in for it.
            case leftOut
        }

        /// Such as `monthlyIncome`.
        public var name: String
        /// How it was counted.
        public var standing: Standing
        /// A decimal in the input's own unit; nil when it is not known.
        public var value: String?
        /// What the model calls the stretch of values that it lies in: of the monthly income `base`, `mid`, `high` or
        /// `maximum`; nil when it is not known.
        public var tier: String?
        /// From where on it gives full points.
        public var target: String
        /// Points of 100, before shares and weights.
        public var points: String
        /// The most that it could give to the score, of 100 points; 0 when others stand in for it.
        public var worth: String
        /// What it did not give to the score, of 100 points.
        public var lost: String

        /// Puts the record together.
        public init(
            name: String, standing: Standing, value: String? = nil, tier: String? = nil, target: String,
            points: String, worth: String, lost: String
        ) {
            self.name = name
            self.standing = standing
            self.value = value
            self.tier = tier
            self.target = target
            self.points = points
            self.worth = worth
            self.lost = lost
        }
    }

    /// `revenue`, `consistency`, `reliability` or `growth`.
    public var name: String
    /// Percent of the score.
    public var weight: Int
    /// 0 to 100, a decimal.
    public var points: String
    /// What it did not give to the score, of 100 points: the sum of what its inputs lost.
    public var lost: String
    /// What it looks at.
    public var inputs: [Input]

    /// Puts the record together.
    public init(name: String, weight: Int, points: String, lost: String, inputs: [Input]) {
        self.name = name
        self.weight = weight
        self.points = points
        self.lost = lost
        self.inputs = inputs
    }
}
