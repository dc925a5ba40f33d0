import Commerce
import Contracts

/// What the person's creator accounts earned in the window for others' shops, added up in one currency. What own shops
/// paid is left out: it is part of their revenue already. A sum of which no amount has a rate is nil.
struct CommissionFigures: Codable, Hashable, Sendable {
    /// Paid orders that the channel attributes to the accounts.
    let orders: Int
    /// What buyers paid for the goods in them; nil where it is not told of all.
    let sales: Money?
    /// Metric 14: settled commission, net of reversals.
    let settled: Money?
    /// The part of it that was earned as the last touch; nil where the channel does not tell.
    let direct: Money?
    /// The part of it that was earned earlier on the buyer's way; nil where the channel does not tell.
    let assisted: Money?
    /// Metric 13: what is expected beside it.
    let estimated: Money?
    /// Commissions that are settled, and of which no amount is told: they are in no sum. Nil: there is none.
    let untold: Int?
    /// Rates of the products that are known by one; nil where nobody tells any.
    let rates: RateFigures?
}

extension CommissionFigures {
    /// Nil when no account's earnings are known: that is not the same as none.
    init?(_ creators: [CreatorFacts], in currency: Currency) throws(MoneyError) {
        let known = creators.compactMap(\.earnings.value)
        guard !known.isEmpty else { return nil }
        let days = known.joined().filter { !$0.isFromOwnShop }
        orders = days.reduce(0) { $0 + $1.orders }
        sales = days.contains { $0.untoldSales != nil } ? nil : try days.map(\.sales).known(in: currency)
        settled = try days.map(\.settled).known(in: currency)
        estimated = try days.map(\.estimated).known(in: currency)
        let isTold = days.allSatisfy { $0.attribution != nil }
        direct = isTold ? try days.filter { $0.attribution == .direct }.map(\.settled).known(in: currency) : nil
        assisted = isTold ? try days.filter { $0.attribution == .assisted }.map(\.settled).known(in: currency) : nil
        let missing = days.compactMap(\.untold)
        untold = missing.isEmpty ? nil : missing.reduce(0, +)
        rates = RateFigures(creators)
    }
}
