/// How many points an input's value gives: a line without a jump, which only rises or only falls.
struct Curve: Codable, Hashable, Sendable {
    let better: Direction
    /// From the smallest values to the largest, without gap or overlap.
    let tiers: [Tier]

    /// Which values are better.
    enum Direction: String, Codable, Sendable {
        /// More is never worse.
        case more
        /// Less is never worse.
        case less
    }

    /// The tier that a value belongs to; below the first it is the first.
    func tier(of value: Quantity) -> Tier {
        tiers.last { $0.from <= value } ?? tiers[0]
    }

    /// Points of a value, in thousandths: 0 to 100,000.
    func thousandths(at value: Quantity) -> Int64 {
        tier(of: value).thousandths(at: value)
    }

    /// The value that gives full points and is the easiest to reach.
    var target: Quantity {
        switch better {
        case .more: tiers.first { $0.firstPoints == 100 }?.from ?? tiers[tiers.count - 1].from
        case .less: tiers.last { $0.lastPoints == 100 }?.to ?? tiers[0].from
        }
    }
}
