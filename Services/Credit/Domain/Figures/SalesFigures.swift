import Commerce
import Contracts

/// What the person's own shops sold in the window, added up in one currency.
struct SalesFigures: Codable, Hashable, Sendable {
    /// Metric 2; nil where no amount has a rate.
    let gmv: Money?
    /// Metric 1: paid orders.
    let orders: Int
    /// Those of them that were delivered and are not undone.
    let completed: Int
    /// Metric 1: units sold.
    let items: Int
    /// Metric 4: GMV ÷ paid orders with a rate; nil without such orders.
    let averageOrder: Money?
    /// Metric 6, 0 to 1; nil where nothing was shipped, or nobody tells.
    let returnRate: Quantity?
    /// Metric 3; where the amounts of refunds are not known, GMV × (1 − return rate). Nil where neither is.
    let netRevenue: Money?
}

extension SalesFigures {
    /// Nil when no shop's sales are known: that is not the same as none.
    init?(_ shops: [ShopFacts], in currency: Currency) throws(MoneyError) {
        var sum = SalesSum(in: currency)
        for days in shops.compactMap(\.sales.value) { try sum.add(days) }
        guard sum.isKnown else { return nil }
        gmv = sum.gaps.isUnknown ? nil : sum.gmv.total
        orders = sum.orders
        completed = sum.completed
        items = sum.units
        averageOrder = try AverageOrderValue.of(gmv: sum.gmv.total, paidOrders: sum.convertedOrders)
        returnRate = shops.mean { $0.returns.value }
        let incomes = try Incomes(Facts(shops: shops), in: currency)
        netRevenue = incomes.isKnown ? try incomes.shops.total(in: currency) : nil
    }
}

extension [ShopFacts] {
    /// A share of orders over all shops; nil when none tells it.
    func mean(of share: (ShopFacts) -> OrderShare?) -> Quantity? {
        var mean = Mean()
        for shop in self {
            guard let share = share(shop) else { continue }
            mean.add(share, weight: shop.weight)
        }
        return mean.value
    }
}

/// Adds days of sales up.
struct SalesSum {
    private(set) var isKnown = false
    private(set) var gmv: ConvertedTotal
    private(set) var gaps = Gaps()
    private(set) var orders = 0
    private(set) var completed = 0
    private(set) var units = 0
    /// Orders whose GMV is in the total.
    private(set) var convertedOrders = 0

    init(in currency: Currency) {
        gmv = ConvertedTotal(in: currency)
    }

    mutating func add(_ days: [SalesDay]) throws(MoneyError) {
        isKnown = true
        for day in days {
            try gmv.add(day.gmv)
            gaps.note(day.gmv)
            orders += day.orders
            completed += day.completed
            units += day.units
            convertedOrders += day.gmv.converted == nil ? 0 : day.orders
        }
    }
}
