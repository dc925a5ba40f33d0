/// Request: the scores of the last days, for a chart: the last one of each day of UTC. A lender sees none before the
/// one that was current when the consent was given.
public struct ScoreHistory: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.credit.history.v1"

    /// Scores by time.
    public struct Reply: Codable, Sendable, Hashable {
        /// A score of a time.
        public struct Point: Codable, Sendable, Hashable {
            /// When it was made.
            public var asOf: Instant
            /// On the scale.
            public var scaled: Int
            /// 0 to 100, a decimal.
            public var raw: String
            /// The name of its band.
            public var band: String
            /// The version of the model.
            public var model: Int

            /// Puts the record together.
            public init(asOf: Instant, scaled: Int, raw: String, band: String, model: Int) {
                self.asOf = asOf
                self.scaled = scaled
                self.raw = raw
                self.band = band
                self.model = model
            }
        }

        /// The oldest first.
        public var scores: [Point]

        /// Puts the record together.
        public init(scores: [Point]) {
            self.scores = scores
        }
    }

    /// The consent that a lender reads by; nil for the person.
    public var consent: ConsentID?
    /// How many days back; 1 to 366, by default 90.
    public var days: Int?

    /// Puts the question together.
    public init(consent: ConsentID? = nil, days: Int? = nil) {
        self.consent = consent
        self.days = days
    }
}
