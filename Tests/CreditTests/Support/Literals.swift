import Contracts

@testable import Credit

extension Quantity: ExpressibleByStringLiteral {
    /// A decimal, as the files write it.
    public init(stringLiteral text: String) {
        guard let fraction = try? Fraction(decimal: text), 1_000_000 % fraction.denominator == 0 else {
            preconditionFailure("\(text) is no decimal of six places")
        }
        self.init(millionths: fraction.numerator * (1_000_000 / fraction.denominator))
    }
}

extension Points: ExpressibleByStringLiteral {
    /// A decimal of at most nine places.
    public init(stringLiteral text: String) {
        guard let fraction = try? Fraction(decimal: text), 1_000_000_000 % fraction.denominator == 0 else {
            preconditionFailure("\(text) is no decimal of nine places")
        }
        self.init(billionths: fraction.numerator * (1_000_000_000 / fraction.denominator))
    }
}
