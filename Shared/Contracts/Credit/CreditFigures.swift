/// What 90 days of a person come to. What is not known is nil, never 0.
public struct CreditFigures: Codable, Sendable, Hashable {
    /// One of the three months. What is not known whole is nil.
    public struct Month: Codable, Sendable, Hashable {
        /// Net revenue and settled commission.
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
    /// Metric 28: net revenue of own shops and settled commission, a third of both.
    public var monthlyIncome: Money?
    /// Paid orders of own shops (metric 1).
    public var orders: Int?
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
    /// Settled commission of creator accounts (metric 14), as an income.
    public var commission: Money?
    /// The part of it that came through the creator last (metric 12).
    public var directCommission: Money?
    /// The part of it that came through the creator earlier on (metric 12).
    public var assistedCommission: Money?
    /// Not settled yet (metric 13), and in no other sum.
    public var estimatedCommission: Money?
    /// What the channel sent to bank accounts.
    public var paidOut: Money?
    /// The three months of 30 × 24 hours, the oldest first.
    public var months: [Month]
    /// What has no exchange rate and is in none of the sums, one amount per currency.
    public var leftOut: [Money]

    /// Puts the record together.
    public init(
        currency: Currency, monthlyIncome: Money? = nil, orders: Int? = nil, items: Int? = nil, gmv: Money? = nil,
        averageOrder: Money? = nil, netRevenue: Money? = nil, returnRate: String? = nil, commission: Money? = nil,
        directCommission: Money? = nil, assistedCommission: Money? = nil, estimatedCommission: Money? = nil,
        paidOut: Money? = nil, months: [Month], leftOut: [Money]
    ) {
        self.currency = currency
        self.monthlyIncome = monthlyIncome
        self.orders = orders
        self.items = items
        self.gmv = gmv
        self.averageOrder = averageOrder
        self.netRevenue = netRevenue
        self.returnRate = returnRate
        self.commission = commission
        self.directCommission = directCommission
        self.assistedCommission = assistedCommission
        self.estimatedCommission = estimatedCommission
        self.paidOut = paidOut
        self.months = months
        self.leftOut = leftOut
    }
}
