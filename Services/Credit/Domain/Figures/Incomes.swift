import Commerce
import Contracts

/// The incomes of a person within the window, or within one month of it, as ``MonthlyIncome`` takes them.
struct Incomes {
    /// Of own shops whose revenue is known.
    private(set) var shops: [MonthlyIncome.ShopRevenue] = []
    /// Of creator accounts whose earnings are known.
    private(set) var commissions: [MonthlyIncome.Commission] = []
    /// What is missing from the shops' revenue.
    private(set) var sold = Gaps()
    /// What is missing from the commissions.
    private(set) var earned = Gaps()

    /// - Parameter month: one month of the window, 0 to 2; nil for all of it.
    init(_ facts: Facts, month: Int? = nil, in currency: Currency) throws(MoneyError) {
        for shop in facts.shops {
            guard let days = shop.sales.value?.filter({ month == nil || $0.day.month == month }) else { continue }
            guard let revenue = try Self.revenue(days, returns: shop.returns.value, in: currency) else { continue }
            shops += revenue
            for day in days { sold.note(day.netRevenue ?? day.gmv) }
        }
        for creator in facts.creators {
            guard let days = creator.earnings.value?.filter({ month == nil || $0.day.month == month }) else { continue }
            for isOwn in [false, true] {
                let amount = try days.filter { $0.isFromOwnShop == isOwn }.flatMap(\.paid).total(in: currency)
                commissions.append(MonthlyIncome.Commission(amount: amount, isFromOwnShop: isOwn))
            }
            for day in days where !day.isFromOwnShop { earned.note(day) }
        }
    }

    /// Whether anything is known: an empty history is something, none at all is not, nor is one of amounts alone that
    /// are in no sum.
    var isKnown: Bool { !(shops.isEmpty && commissions.isEmpty) && !(sold + earned).isUnknown }

    /// Whether it is all that there is and will be, so that it may be compared.
    var isWhole: Bool { isKnown && !(sold + earned).leavesOut && !earned.waits }

    /// One shop's net revenue: by its refunds where they are told, else by its return rate; nil where neither is.
    private static func revenue(
        _ days: [SalesDay], returns: OrderShare?, in currency: Currency
    ) throws(MoneyError) -> [MonthlyIncome.ShopRevenue]? {
        let net = try days.compactMap(\.netRevenue).total(in: currency)
        let gross = try days.filter { $0.netRevenue == nil }.map(\.gmv).total(in: currency)
        guard gross.minorUnits != 0 else { return [.net(net)] }
        guard let rate = returns?.fraction else { return nil }
        return [.net(net), .gross(gross, returnRate: rate)]
    }
}

extension [MonthlyIncome.ShopRevenue] {
    /// Net revenue of all.
    func total(in currency: Currency) throws(MoneyError) -> Money {
        var total = Money.zero(currency)
        for revenue in self { total = try total + revenue.net }
        return total
    }
}

extension [MonthlyIncome.Commission] {
    /// What others' shops paid.
    func total(in currency: Currency) throws(MoneyError) -> Money {
        try Money.sum(filter { !$0.isFromOwnShop }.map(\.amount), in: currency)
    }
}
