import Commerce
import Contracts
import Foundation

/// What a person's 90 days come to: what the score is made of, and what is shown beside it.
///
/// Amounts are in one currency; what has no rate is named in ``leftOut``. What is not known is nil and never 0.
struct PersonFigures: Codable, Hashable, Sendable {
    let currency: Currency
    /// Own shops.
    let sales: SalesFigures?
    /// Creator accounts.
    let commissions: CommissionFigures?
    let payouts: PayoutFigures?
    /// Stars that buyers give own shops, 0 to 5, weighted by their reviews; nil where nobody tells.
    let shopRating: Quantity?
    /// Metric 28: (net revenue of own shops + settled commission, also through shop ads) ÷ 3.
    let monthlyIncome: Money?
    /// The smaller of the two, a month: how diversified the income is. 0 for a person with one kind of account.
    let secondIncome: Money?
    /// The months of the window, the oldest first.
    let months: [MonthFigures]
    /// Days of the window with an order.
    let activeDays: Int?
    /// The part of the window in which the history of every account is known, 0 to 1.
    let coverage: Quantity
    /// What has no rate and is in none of the sums, one amount per currency.
    let leftOut: [Money]

    /// Adds up.
    ///
    /// - Parameter currency: that of the facts' converted amounts; another is a mismatch.
    init(_ facts: Facts, in window: Window, currency: Currency) throws(MoneyError) {
        let incomes = try Incomes(facts, in: currency)
        let start = facts.completeSince
        let income = try MonthlyIncome(
            shops: incomes.shops, commissions: incomes.commissions, currency: currency, historyStart: start?.date,
            asOf: window.asOf.date)
        self.currency = currency
        sales = try SalesFigures(facts.shops, in: currency)
        commissions = try CommissionFigures(facts.creators, in: currency)
        payouts = try PayoutFigures(facts, in: window, currency: currency)
        shopRating = facts.shops.rating
        monthlyIncome = incomes.isKnown ? income.amount : nil
        secondIncome = try Self.smaller(incomes, of: facts, in: currency)
        var months: [MonthFigures] = []
        for month in 0..<Window.months {
            months.append(try MonthFigures(facts, month: month, of: window, in: currency))
        }
        self.months = months
        activeDays = facts.orders.map { days in Set(days.filter { $0.count > 0 }.map(\.day)).count }
        coverage = start.map(window.coverage) ?? .zero
        leftOut = try facts.leftOut(in: currency)
    }

    /// A person without shops earns nothing by them; one whose shops do not tell, nobody knows.
    private static func smaller(
        _ incomes: Incomes, of facts: Facts, in currency: Currency
    ) throws(MoneyError) -> Money? {
        guard incomes.isKnown, facts.shops.isEmpty || !incomes.shops.isEmpty, !incomes.sold.isUnknown,
            facts.creators.isEmpty || !incomes.commissions.isEmpty, !incomes.earned.isUnknown
        else { return nil }
        let (sold, earned) = (try incomes.shops.total(in: currency), try incomes.commissions.total(in: currency))
        let smaller = sold.minorUnits < earned.minorUnits ? sold : earned
        return smaller.minorUnits < 0 ? .zero(currency) : try smaller.divided(by: Window.months)
    }
}

extension Facts {
    /// From when on sales and earnings of every account are known: of the time before, some are missing. Nil where of
    /// one of them nothing is known at all.
    var completeSince: Instant? {
        let since = (shops.map(\.sales.provenance) + creators.map(\.earnings.provenance)).map { $0?.since }
        return since.contains(nil) ? nil : since.compactMap(\.self).max()
    }

    /// Whether sales and earnings of every account are known for all of a window.
    func areComplete(in window: Window) -> Bool {
        completeSince.map { $0 <= window.start(ofMonth: 0) } ?? false
    }

    /// The currencies of amounts that have no rate, by their codes.
    var currenciesWithoutRate: [String] {
        let sold = shops.compactMap(\.sales.value).joined().map(\.gmv)
        let earned = creators.compactMap(\.earnings.value).joined().filter { !$0.isFromOwnShop }.flatMap(\.paid)
        let left = (sold + earned).filter { $0.converted == nil && $0.original.minorUnits != 0 }
        return Set(left.map(\.original.currency.code)).sorted()
    }

    fileprivate func leftOut(in currency: Currency) throws(MoneyError) -> [Money] {
        var total = ConvertedTotal(in: currency)
        for days in shops.compactMap(\.sales.value) { for day in days { try total.add(day.gmv) } }
        for days in creators.compactMap(\.earnings.value) {
            for amount in days.filter({ !$0.isFromOwnShop }).flatMap(\.paid) { try total.add(amount) }
        }
        return total.leftOut
    }
}
