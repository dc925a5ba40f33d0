/// Why an amount could not be read or computed. It never carries the text it refused: whoever asked knows the field.
public enum MoneyError: Error, Hashable, Sendable {
    /// Not of the form `-?digits[.digits]`.
    case notADecimal
    /// Longer than any amount is written.
    case textTooLong(limit: Int)
    /// More decimal places than the currency has, and not all of them zeros.
    case tooManyFractionDigits(allowed: Int)
    /// Beyond ±9,223,372,036,854,775,807 minor units, or a rate beyond what 64 bits hold.
    case overflow
    /// Two currencies met where one was needed.
    case currencyMismatch(Currency, Currency)
    /// Weights that are empty, negative or all zero.
    case invalidWeights
    /// A division by zero.
    case divisionByZero
}

extension MoneyError: CustomStringConvertible {
    /// One clause that fits behind the name of the field: "original_price is not a decimal number …".
    public var description: String {
        switch self {
        case .notADecimal: "is not a decimal number such as 62.30"
        case .textTooLong(let limit): "is longer than \(limit) characters"
        case .tooManyFractionDigits(let allowed): "has more than \(allowed) decimal places"
        case .overflow: "is too large to count in 64 bits of minor units"
        case .currencyMismatch(let left, let right): "mixes \(left) with \(right)"
        case .invalidWeights: "has weights that are empty, negative or all zero"
        case .divisionByZero: "is divided by zero"
        }
    }
}
