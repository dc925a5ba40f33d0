/// What people are told. A sentence is constant; the figures stand beside it.
extension Input {
    /// When its value costs points.
    var sentence: String {
        switch self {
        case .monthlyIncome: "Income a month is lower than what gives full points."
        case .secondIncome: "Less is earned beside the main source of income than what gives full points."
        case .orderFrequency: "Orders a month are fewer than what gives full points."
        case .orderRegularity: "Fewer days have an order than what gives full points."
        case .incomeStability: "Income is not as even from month to month as what gives full points."
        case .shopAge: "The oldest account is younger than what gives full points."
        case .sellerType: "No shop is registered to a business."
        case .shopRating: "Buyers rate the shop lower than what gives full points."
        case .reviewCount: "Reviews are fewer than what gives full points."
        case .returnRate: "More orders are returned or refunded than what gives full points."
        case .serviceRating: "Answers to buyers are rated lower than what gives full points."
        case .onTimeRate: "Fewer orders are shipped as promised than what gives full points."
        case .shopPerformance: "The channel scores the shop lower than what gives full points."
        case .violations: "The channel has given warnings or points of penalty."
        case .incomeTrend: "Income has not grown enough over the 90 days for full points."
        case .orderTrend: "Orders have not grown enough over the 90 days for full points."
        case .newProducts: "Fewer new products were listed than what gives full points."
        case .markets: "Orders come from fewer markets than what gives full points."
        case .affiliateTrend: "The network of affiliates has not grown enough over the 90 days for full points."
        }
    }

    /// When it costs points that nobody knows its value.
    var missingSentence: String {
        switch self {
        case .monthlyIncome: "Income is not known."
        case .secondIncome: "Whether there is a second source of income is not known."
        case .orderFrequency: "How many orders there are is not known."
        case .orderRegularity: "On which days there are orders is not known."
        case .incomeStability: "Income is not known whole for each month of the 90 days."
        case .shopAge: "When the accounts were opened is not known."
        case .sellerType: "Whether a shop is registered to a business is not known."
        case .shopRating: "No rating of buyers is known."
        case .reviewCount: "The number of reviews is not known."
        case .returnRate: "No return rate is known: nothing was shipped, or nobody tells."
        case .serviceRating: "No rating of answers to buyers is known."
        case .onTimeRate: "Whether orders are shipped in time is not known."
        case .shopPerformance: "The channel's own score of the shop is not known."
        case .violations: "Whether the channel has given warnings is not known."
        case .incomeTrend: "Income is not known whole for the first and the last month of the 90 days."
        case .orderTrend: "Orders are not known for all of the 90 days."
        case .newProducts: "Whether products were listed is not known."
        case .markets: "Where orders come from is not known."
        case .affiliateTrend: "No affiliates are known."
        }
    }
}
