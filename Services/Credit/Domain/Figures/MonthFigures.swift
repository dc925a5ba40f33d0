import Contracts

/// One month (30 × 24 hours) of the window.
struct MonthFigures: Codable, Hashable, Sendable {
    /// Net revenue and settled commission; nil where it is not known whole: the history of an account that has any part
    /// in it begins later, an amount is in no sum, or a commission is still to be settled. Settled commission is dated
    /// by its order, so that the newest month of whoever is paid weeks later would always look poor.
    let income: Money?
    /// Paid orders of own shops and orders that were attributed by others' shops; nil where they are not known whole.
    let orders: Int?

    /// - Parameter month: 0 is the oldest.
    init(_ facts: Facts, month: Int, of window: Window, in currency: Currency) throws(MoneyError) {
        guard let start = facts.completeSince, start <= window.start(ofMonth: month) else {
            (income, orders) = (nil, nil)
            return
        }
        let incomes = try Incomes(facts, month: month, in: currency)
        income = incomes.isWhole ? try incomes.shops.total(in: currency) + incomes.commissions.total(in: currency) : nil
        orders = facts.orders.map { days in days.reduce(0) { $0 + ($1.day.month == month ? $1.count : 0) } }
    }
}

extension Facts {
    /// Orders by day, of all accounts; nil where none tells them. Own shops' orders that an own creator account
    /// brought count once.
    var orders: [(day: WindowDay, count: Int)]? {
        let sold = shops.compactMap(\.sales.value).map { $0.map { (day: $0.day, count: $0.orders) } }
        let brought = creators.compactMap(\.earnings.value).map { days in
            days.filter { !$0.isFromOwnShop }.map { (day: $0.day, count: $0.orders) }
        }
        let known = sold + brought
        return known.isEmpty ? nil : Array(known.joined())
    }
}
