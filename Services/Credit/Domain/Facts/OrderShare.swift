import Commerce
import Contracts

/// A share of a shop's orders: counted by us, or as the channel tells it.
enum OrderShare: Hashable, Sendable {
    /// So many of so many.
    case counted(Int, of: Int)
    /// A share, 0 to 1.
    case told(Quantity)

    /// A sum of facts, such as those of ``ReturnRate`` or ``FulfillmentRate``.
    init(_ ratio: Ratio) {
        self = .counted(Int(clamping: ratio.numerator), of: Int(clamping: ratio.denominator))
    }

    /// The share as a factor, 0 to 1; nil when nothing was counted.
    var fraction: Fraction? {
        switch self {
        case .counted(let count, let total): Fraction(Int64(count), over: Int64(total))?.clampedToShare
        case .told(let share): share.fraction.clampedToShare
        }
    }
}

extension Mean {
    /// Adds a shop's share: what was counted by what it was counted of, what was told by the shop's own weight.
    mutating func add(_ share: OrderShare, weight: Int) {
        switch share {
        case .counted(let count, let total): add(count: count, of: total)
        case .told(let share): add(share, weight: weight)
        }
    }
}

extension OrderShare: Codable {
    private enum CodingKeys: String, CodingKey {
        case count, of, told
    }

    /// Reads `{"count": 3, "of": 41}` or `{"told": "0.05"}`.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let told = try container.decodeIfPresent(Quantity.self, forKey: .told) {
            self = .told(told)
        } else {
            let count = try container.decode(Int.self, forKey: .count)
            self = .counted(count, of: try container.decode(Int.self, forKey: .of))
        }
    }

    /// Writes either.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .counted(let count, let total):
            try container.encode(count, forKey: .count)
            try container.encode(total, forKey: .of)
        case .told(let share): try container.encode(share, forKey: .told)
        }
    }
}
