/// An exact rational number: a rate, a share or a percentage to multiply money by.
///
/// Always reduced, denominator above zero, so that equal numbers are equal values.
public struct Fraction: Hashable, Sendable {
    /// Above the line; carries the sign.
    public let numerator: Int64
    /// Below the line; greater than zero.
    public let denominator: Int64

    /// Nothing.
    public static let zero = Fraction(numerator: 0, denominator: 1)
    /// The whole.
    public static let one = Fraction(numerator: 1, denominator: 1)

    /// Reduces to lowest terms; nil when the denominator is 0 or the result does not fit 64 bits.
    public init?(_ numerator: Int64, over denominator: Int64) {
        self.init(reducing: Int128(numerator), over: Int128(denominator))
    }

    /// Takes hundredths of a percent: 1234 is 12.34 %.
    public init(basisPoints: Int32) {
        let divisor = Int32(Self.greatestCommonDivisor(basisPoints.magnitude, 10_000))
        numerator = Int64(basisPoints / divisor)
        denominator = Int64(10_000 / divisor)
    }

    init?(reducing numerator: Int128, over denominator: Int128) {
        guard denominator != 0 else { return nil }
        let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        let sign: Int128 = (numerator < 0) == (denominator < 0) ? 1 : -1
        let top = Int64(exactly: sign * Int128(numerator.magnitude / divisor))
        guard let top, let bottom = Int64(exactly: denominator.magnitude / divisor) else { return nil }
        self.init(numerator: top, denominator: bottom)
    }

    private init(numerator: Int64, denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Euclid's; ends because the remainder shrinks every time.
    private static func greatestCommonDivisor<Number: UnsignedInteger>(_ left: Number, _ right: Number) -> Number {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}

extension Fraction: Comparable {
    /// By value, exactly.
    public static func < (left: Self, right: Self) -> Bool {
        Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator) * Int128(left.denominator)
    }
}

extension Fraction {
    /// The nearest floating-point number, for display.
    public var value: Double { Double(numerator) / Double(denominator) }

    /// The same share, forced between 0 and 1.
    public var clampedToShare: Fraction { min(max(self, .zero), .one) }

    /// What a share leaves over: 1 − this.
    public func complement() throws(MoneyError) -> Fraction {
        try Self.checked(Int128(denominator) - Int128(numerator), Int128(denominator))
    }

    /// The exact product.
    public func multiplied(by other: Fraction) throws(MoneyError) -> Fraction {
        try Self.checked(
            Int128(numerator) * Int128(other.numerator), Int128(denominator) * Int128(other.denominator))
    }

    /// The exact quotient.
    public func divided(by other: Fraction) throws(MoneyError) -> Fraction {
        guard other.numerator != 0 else { throw .divisionByZero }
        return try Self.checked(
            Int128(numerator) * Int128(other.denominator), Int128(denominator) * Int128(other.numerator))
    }

    private static func checked(_ numerator: Int128, _ denominator: Int128) throws(MoneyError) -> Fraction {
        guard let result = Fraction(reducing: numerator, over: denominator) else { throw .overflow }
        return result
    }
}
