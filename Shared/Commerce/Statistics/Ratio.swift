public import Contracts

/// Σ numerator ÷ Σ denominator (docs/metrics.md, Conventions: Ratios).
///
/// A single fact is a ratio too, with its part of either sum (0 of 0 when it does not count); adding facts and
/// dividing once at the end gives every rate of docs/metrics.md. Sums are 128 bits wide: facts of 64 bits cannot
/// overflow them.
public struct Ratio: Hashable, Sendable {
    /// Σ of what is counted.
    public let numerator: Int128
    /// Σ of what it is counted of.
    public let denominator: Int128

    /// What a fact is that does not count: 0 of 0.
    public static let none = Ratio(0, of: 0)

    /// Takes both sums.
    public init(_ numerator: Int64, of denominator: Int64) {
        self.init(sum: Int128(numerator), of: Int128(denominator))
    }

    /// Takes both sums in money of one currency.
    public init(_ numerator: Money, of denominator: Money) throws(MoneyError) {
        try numerator.requireSameCurrency(as: denominator)
        self.init(numerator.minorUnits, of: denominator.minorUnits)
    }

    /// One fact among those counted, which either has the property or has not.
    public init(counting hasProperty: Bool) {
        self.init(hasProperty ? 1 : 0, of: 1)
    }

    private init(sum numerator: Int128, of denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Adds both sums.
    public static func + (left: Ratio, right: Ratio) -> Ratio {
        Ratio(sum: left.numerator + right.numerator, of: left.denominator + right.denominator)
    }

    /// The sums over all facts.
    public static func sum(_ facts: some Sequence<Ratio>) -> Ratio {
        facts.reduce(.none, +)
    }

    /// The quotient; nil, shown as "–", when the denominator is 0.
    public var value: Double? {
        denominator == 0 ? nil : Double(numerator) / Double(denominator)
    }
}
