/// A score of a person with everything that explains it. It decides nothing.
public struct CreditScore: Codable, Sendable, Hashable {
    /// The version of the model that made it: the same snapshot with it gives the same score again.
    public var model: Int
    /// The end of the 90 × 24 hours that it is made of.
    public var asOf: Instant
    /// Those 90 × 24 hours.
    public var window: CreditWindow
    /// 0 to 100, a decimal of at most nine places; what is missing from 100 is what the factors lost.
    public var raw: String
    /// The same on the scale, rounded down.
    public var scaled: Int
    /// The lowest end of the scale.
    public var least: Int
    /// The highest end of the scale.
    public var most: Int
    /// The name of the band that it lies in, such as `good`.
    public var band: String
    /// How good the data are that it rests on.
    public var confidence: CreditConfidence
    /// The four parts.
    public var factors: [CreditFactor]
    /// Why it is not higher: at most four, the costliest first.
    public var reasons: [CreditReason]
    /// What was added up.
    public var figures: CreditFigures
    /// What was there to be used, and what was missing.
    public var data: [CreditDatum]

    /// Puts the record together.
    public init(
        model: Int, asOf: Instant, window: CreditWindow, raw: String, scaled: Int, least: Int, most: Int,
        band: String, confidence: CreditConfidence, factors: [CreditFactor], reasons: [CreditReason],
        figures: CreditFigures, data: [CreditDatum]
    ) {
        self.model = model
        self.asOf = asOf
        self.window = window
        self.raw = raw
        self.scaled = scaled
        self.least = least
        self.most = most
        self.band = band
        self.confidence = confidence
        self.factors = factors
        self.reasons = reasons
        self.figures = figures
        self.data = data
    }
}
