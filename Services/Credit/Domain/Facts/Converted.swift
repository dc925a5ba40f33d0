import Commerce
import Contracts

/// An amount as it was paid, and what that is in the score's currency at the rate of its day (docs/metrics.md,
/// Conventions: Money).
struct Converted: Codable, Hashable, Sendable {
    /// As it was paid.
    let original: Money
    /// In the score's currency; nil, never 0, where no rate is known.
    let converted: Money?

    init(_ original: Money, converted: Money?) {
        self.original = original
        self.converted = converted
    }

    /// Converts with a rate, rounded once, half to even.
    ///
    /// - Parameter rate: major units of the currency for one of the amount's; nil where none is known.
    init(_ original: Money, to currency: Currency, at rate: Fraction?) throws(MoneyError) {
        self.original = original
        if original.currency == currency {
            converted = original
        } else if let rate {
            converted = try original.converted(to: currency, at: rate)
        } else {
            converted = nil
        }
    }

    /// The sum of two of one currency. It is converted only where both are: rows with and without a rate stay apart.
    static func + (left: Converted, right: Converted) throws(MoneyError) -> Converted {
        let original = try left.original + right.original
        guard let first = left.converted, let second = right.converted else {
            return Converted(original, converted: nil)
        }
        return Converted(original, converted: try first + second)
    }

    /// The same share of both.
    func multiplied(by share: Fraction) throws(MoneyError) -> Converted {
        Converted(try original.multiplied(by: share), converted: try converted?.multiplied(by: share))
    }
}

extension ConvertedTotal {
    /// Adds an amount, or names it among what is left out.
    mutating func add(_ amount: Converted) throws(MoneyError) {
        try add(amount.original, converted: amount.converted)
    }
}
