/// What 90 days of a person come to. What is not known is nil, never 0.
public struct CreditFigures: Codable, Sendable, Hashable {
    /// One of the three months. What is not known whole is nil.
    public struct Month: Codable, Sendable, Hashable {
        /// Net revenue and settled commission, also through shop ads; nil as well where some is still to be settled.
        public var income: Money?
        /// Paid and attributed orders.
        public var orders: Int?

        /// Puts the record together.
        public init(income: Money? = nil, orders: Int? = nil) {
            self.income = income
            self.orders = orders
        }
    }

    /// What every amount was converted to.
    public var currency: Currency
    /// How many days the figures are of.
    public var periodDays: Int
    /// Days of them with an order.
    public var activeDays: Int?
    /// Metric 28: net revenue of own shops and settled commission, also through shop ads, a third of all.
    public var monthlyIncome: Money?
    /// The smaller of the two, a third of it: how much does not hang on the main source of income.
    public var secondIncome: Money?
    /// Paid orders of own shops (metric 1).
    public var orders: Int?
    /// Those of them that were delivered, and are not undone.
    public var completedOrders: Int?
    /// Units sold by own shops (metric 1).
    public var items: Int?
    /// GMV of own shops (metric 2).
    public var gmv: Money?
    /// GMV per order (metric 4).
    public var averageOrder: Money?
    /// Net revenue of own shops (metric 3).
    public var netRevenue: Money?
    /// Orders with a return ÷ shipped orders (metric 6), 0 to 1, a decimal.
    public var returnRate: String?
    /// Stars that buyers give own shops, 0 to 5, a decimal.
    public var shopRating: String?
    /// Paid orders of others' shops that creator accounts are credited for.
    public var attributedOrders: Int?
    /// What buyers paid for the goods in them.
    public var attributedSales: Money?
    /// Settled commission of creator accounts (metric 14), as an income.
    public var commission: Money?
    /// What creator accounts got through shop ads, which metric 14 leaves apart: an income beside `commission`. Nil
    /// where the channel tells nothing of it.
    public var shopAdsCommission: Money?
    /// The part of `commission` that came through the creator last (metric 12).
    public var directCommission: Money?
    /// The part of `commission` that came through the creator earlier on (metric 12); nil where the channel tells of no
    /// such order.
    public var assistedCommission: Money?
    /// Not settled yet (metric 13), and in no other sum; nil where it is not told of all.
    public var estimatedCommission: Money?
    /// How many commissions are still to be settled: the months of their orders are not known whole.
    public var unsettledCommissions: Int?
    /// How many commissions are settled without an amount that is told: they are in no sum.
    public var untoldCommissions: Int?
    /// The rates of products that creator accounts are credited for: the highest first, at most 100.
    public var commissionRates: [CreditProductRate]?
    /// How many products have a rate.
    public var ratedProducts: Int?
    /// What the channel sent to bank accounts, and arrived there.
    public var paidOut: Money?
    /// The newest payouts, whatever became of them: the newest first, at most 100.
    public var payouts: [CreditPayout]?
    /// How many payouts arrived.
    public var payoutsArrived: Int?
    /// How many payouts came back.
    public var payoutsFailed: Int?
    /// The three months of 30 × 24 hours, the oldest first.
    public var months: [Month]
    /// What has no exchange rate and is in none of the sums, one amount per currency.
    public var leftOut: [Money]

    /// Figures of which nothing is known yet.
    public init(currency: Currency, periodDays: Int, months: [Month], leftOut: [Money]) {
        self.currency = currency
        self.periodDays = periodDays
        self.months = months
        self.leftOut = leftOut
    }
}
