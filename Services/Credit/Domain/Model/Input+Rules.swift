/// What every model has to say of an input: whatever a file makes of it, this is what it measures.
extension Input {
    /// Which values are better.
    var better: Curve.Direction {
        switch self {
        case .returnRate, .violations: .less
        default: .more
        }
    }

    /// The values that it can have: the least, and the most, which is nil where there is no end. Less than the least,
    /// such as an income of which more was taken back than earned, counts as the least.
    var values: (least: Quantity, most: Quantity?) {
        switch self {
        case .monthlyIncome, .secondIncome, .orderFrequency, .shopAge, .reviewCount, .violations, .newProducts,
            .markets:
            (.zero, nil)
        case .orderRegularity, .incomeStability, .sellerType, .returnRate, .onTimeRate: (.zero, .one)
        case .shopRating, .serviceRating, .shopPerformance: (.zero, Quantity(5))
        case .incomeTrend, .orderTrend, .affiliateTrend: (Quantity(-1), .one)
        }
    }

    /// The part of the score that it belongs to.
    var factor: Factor {
        switch self {
        case .monthlyIncome, .secondIncome: .revenue
        case .orderFrequency, .orderRegularity, .incomeStability, .shopAge, .sellerType: .consistency
        case .shopRating, .reviewCount, .returnRate, .serviceRating, .onTimeRate, .shopPerformance, .violations:
            .reliability
        case .incomeTrend, .orderTrend, .newProducts, .markets, .affiliateTrend: .growth
        }
    }

    /// Whether there is no score without it: there is none of a person of whose income nothing is known.
    var isRequired: Bool { self == .monthlyIncome }
}
