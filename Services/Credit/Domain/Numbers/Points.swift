import Contracts

/// Points of the score, in billionths.
///
/// An input's points (thousandths) × its share of its factor (hundredths of a percent) × its factor's weight (percent)
/// is a whole number of billionths. So nothing is rounded between an input's points and the score, and what was lost
/// adds up to what is missing from 100, exactly.
struct Points: Hashable, Sendable {
    /// Billionths of a point.
    let billionths: Int64

    static let zero = Points(billionths: 0)
    static let hundred = Points(thousandths: 100_000)

    init(billionths: Int64) {
        self.billionths = billionths
    }

    init(thousandths: Int64) {
        self.init(billionths: thousandths * 1_000_000)
    }

    static func + (left: Points, right: Points) -> Points {
        Points(billionths: left.billionths + right.billionths)
    }

    static func - (left: Points, right: Points) -> Points {
        Points(billionths: left.billionths - right.billionths)
    }

    /// The sum; at most a few hundreds of points are ever added.
    static func sum(_ parts: some Sequence<Points>) -> Points {
        parts.reduce(.zero, +)
    }
}

extension Points: Comparable, CustomStringConvertible {
    static func < (left: Points, right: Points) -> Bool { left.billionths < right.billionths }

    /// A plain decimal: `62.5`.
    var description: String { Fraction(billionths, over: 1_000_000_000)?.description ?? "" }
}

extension Points: Codable {
    /// Reads a decimal string of at most nine places.
    init(from decoder: any Decoder) throws {
        self.init(billionths: try decoder.singleValueContainer().decodeParts(places: 9))
    }

    /// Writes a decimal string.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
