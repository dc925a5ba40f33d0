import Contracts

/// What an input of the score measures: so many dollars, days, orders, or a share of 1. Exact to a millionth.
///
/// Rounding is always downwards, so a value that lies below the edge of a tier stays below it. What is too large for
/// 64 bits is held at their end: no tier begins there.
struct Quantity: Hashable, Sendable {
    /// Millionths of its unit.
    let millionths: Int64

    static let zero = Quantity(millionths: 0)
    static let one = Quantity(1)

    init(millionths: Int64) {
        self.millionths = millionths
    }

    /// A whole number.
    init(_ whole: Int) {
        self.init(clamping: Int128(whole) * Self.scale)
    }

    /// A quotient; nil, never 0, unless the denominator is greater than zero.
    init?(_ numerator: Int128, over denominator: Int128) {
        guard denominator > 0 else { return nil }
        self.init(clamping: (numerator * Self.scale).floored(by: denominator))
    }

    /// An amount in major units of its currency: dollars, not cents.
    init(_ money: Money) {
        let minorUnitsInOne = (0..<money.currency.exponent).reduce(Int128(1)) { power, _ in power * 10 }
        self.init(clamping: (Int128(money.minorUnits) * Self.scale).floored(by: minorUnitsInOne))
    }

    private init(clamping millionths: Int128) {
        self.init(millionths: Int64(clamping: millionths))
    }

    private static let scale: Int128 = 1_000_000
}

extension Quantity {
    /// The same number, to multiply money by.
    var fraction: Fraction { Fraction(millionths, over: Int64(Self.scale)) ?? .zero }

    /// How far something rose or fell: (new − old) ÷ (new + old), from −1 (to nothing) over 0 (level) to 1 (from
    /// nothing). Where neither time had anything it is −1 as well: who has nothing has no more than who had something.
    ///
    /// Unlike growth in percent it has a value where there was nothing before, and it grows with the new and falls with
    /// the old. A tenth more is 0.047, half as much again 0.2, twice as much a third.
    static func trend(from old: Int128, to new: Int128) -> Quantity {
        let (old, new) = (max(old, 0), max(new, 0))
        return Quantity(new - old, over: new + old) ?? Quantity(-1)
    }
}

extension Quantity: Comparable, CustomStringConvertible {
    static func < (left: Quantity, right: Quantity) -> Bool { left.millionths < right.millionths }

    /// A plain decimal: `4750`, `0.05`.
    var description: String { fraction.description }
}

extension Quantity: Codable {
    /// Reads a decimal string of at most six places.
    init(from decoder: any Decoder) throws {
        self.init(millionths: try decoder.singleValueContainer().decodeParts(places: 6))
    }

    /// Writes a decimal string, which no reader takes through floating point.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
