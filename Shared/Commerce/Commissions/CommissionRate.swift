public import Contracts

/// A commission rate in hundredths of a percent: 1234 is 12.34 %.
///
/// The channel writes one number in several ways: an integer (collaborations, creator orders), a string of the same
/// integer (seller's affiliate orders), a decimal fraction as a string (sample applications).
public struct CommissionRate: Hashable, Sendable, Codable {
    /// 0 to 10,000.
    public let basisPoints: Int

    /// Takes the integer form; nil outside 0…10,000.
    public init?(basisPoints: Int) {
        guard (0...10_000).contains(basisPoints) else { return nil }
        self.basisPoints = basisPoints
    }

    /// Takes the integer as a string, such as `1500` for 15 %.
    public init?(basisPointsText text: String) {
        guard let basisPoints = Int(text) else { return nil }
        self.init(basisPoints: basisPoints)
    }

    /// Takes the decimal fraction as a string, such as `0.15`; nil when it is finer than a hundredth of a percent.
    public init?(shareText text: String) {
        guard let share = try? Fraction(decimal: text), 10_000 % share.denominator == 0,
            (Fraction.zero...Fraction.one).contains(share)
        else { return nil }
        self.init(basisPoints: Int(share.numerator * (10_000 / share.denominator)))
    }

    /// The rate to multiply by.
    public var fraction: Fraction { Fraction(basisPoints: Int32(basisPoints)) }

    /// Decodes from the integer under the same rule.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let rate = CommissionRate(basisPoints: try container.decode(Int.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "commission rate is outside 0 to 10000 hundredths of a percent")
        }
        self = rate
    }

    /// Encodes as the integer.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(basisPoints)
    }
}
