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
    /// What was settled through shop ads, beside it: an income that metric 14 leaves apart; nil where nobody tells it.
    let shopAds: Money?
    /// The part of ``settled`` that was earned as the last touch; nil where the channel does not tell.
    let direct: Money?
    /// The part of ``settled`` that was earned earlier on the buyer's way (metric 12); nil where the channel tells of
    /// no such order: it credits whoever came last alone.
    let assisted: Money?
    /// Metric 13: what is expected beside it; nil where it is not told of all.
    let estimated: Money?
    /// Commissions that are still to be settled. Nil: there is none.
    let unsettled: Int?
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
        let ads = days.compactMap(\.shopAds)
        shopAds = ads.isEmpty ? nil : try ads.known(in: currency)
        estimated = days.contains { $0.untoldEstimates != nil } ? nil : try days.map(\.estimated).known(in: currency)
        let isTold = days.allSatisfy { $0.attribution != nil }
        direct = isTold ? try days.filter { $0.attribution == .direct }.map(\.settled).known(in: currency) : nil
        let helped = days.filter { $0.attribution == .assisted }
        assisted = isTold && !helped.isEmpty ? try helped.map(\.settled).known(in: currency) : nil
        let (missing, waiting) = (days.compactMap(\.untold), days.compactMap(\.unsettled))
        untold = missing.isEmpty ? nil : missing.reduce(0, +)
        unsettled = waiting.isEmpty ? nil : waiting.reduce(0, +)
        rates = RateFigures(creators)
    }
}
