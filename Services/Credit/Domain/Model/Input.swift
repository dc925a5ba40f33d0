/// What the score looks at. The names are part of reasons' codes and never change.
enum Input: String, Codable, Sendable, CaseIterable {
    /// Metric 28, in major units of the model's currency.
    case monthlyIncome
    /// The smaller of sales and commission a month, in major units: diversified income.
    case secondIncome

    /// Orders a month, own and attributed.
    case orderFrequency
    /// Days of the window with an order ÷ 90.
    case orderRegularity
    /// Income of the weakest month ÷ that of the strongest.
    case incomeStability
    /// Days since the oldest account was opened.
    case shopAge
    /// 1: some shop is a business; 0: none is.
    case sellerType

    /// Stars, 0 to 5; shops weighted by their reviews.
    case shopRating
    /// Reviews of all shops.
    case reviewCount
    /// Metric 6, 0 to 1.
    case returnRate
    /// The channel's rating of answers to buyers, 0 to 5; shops weighted by their orders.
    case serviceRating
    /// Metric 24, 0 to 1: orders shipped by the time that was promised.
    case onTimeRate
    /// The channel's own score, 0 to 5; shops weighted by their orders.
    case shopPerformance
    /// Warnings and points of penalty of all accounts in the window.
    case violations

    /// ``Quantity/trend(from:to:)`` of income from the oldest to the newest month.
    case incomeTrend
    /// The same of orders.
    case orderTrend
    /// Products first listed in the window.
    case newProducts
    /// Markets with an order in the window.
    case markets
    /// The trend of creators who sell for own shops, and of shops that creator accounts sell for.
    case affiliateTrend
}
