/// Why a score is not higher: one input that lost points.
public struct CreditReason: Codable, Sendable, Hashable {
    /// A constant word: the input's name, and `low`, `high` or `missing`, such as `returnRate.high`.
    public var code: String
    /// What people read.
    public var sentence: String
    /// The factor that the input belongs to.
    public var factor: String
    /// What it did not give to the score, of 100 points, a decimal.
    public var lost: String
    /// A decimal in the input's own unit; nil when it is missing.
    public var value: String?
    /// From where on it gives full points.
    public var target: String

    /// Puts the record together.
    public init(code: String, sentence: String, factor: String, lost: String, value: String? = nil, target: String) {
        self.code = code
        self.sentence = sentence
        self.factor = factor
        self.lost = lost
        self.value = value
        self.target = target
    }
}
