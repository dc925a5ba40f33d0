import Commerce
import Contracts

/// What the person's creator accounts earned in the window for others' shops, added up in one currency. What own shops
/// paid is left out: it is part of their revenue already.
struct CommissionFigures: Codable, Hashable, Sendable {
    /// Orders that the channel attributes to the accounts.
    let orders: Int
    /// What buyers paid for the goods in them.
    let sales: Money
    /// Metric 14: settled commission, net of reversals.
    let settled: Money
    /// The part of it that was earned as the last touch; nil where the channel does not tell.
    let direct: Money?
    /// The part of it that was earned earlier on the buyer's way; nil where the channel does not tell.
    let assisted: Money?
    /// Metric 13: what is expected beside it.
    let estimated: Money
}

extension CommissionFigures {
    /// Nil when no account's earnings are known: that is not the same as none.
    init?(_ creators: [CreatorFacts], in currency: Currency) throws(MoneyError) {
        let known = creators.compactMap(\.earnings.value)
        guard !known.isEmpty else { return nil }
        let days = known.joined().filter { !$0.isFromOwnShop }
        orders = days.reduce(0) { $0 + $1.orders }
        sales = try days.map(\.sales).total(in: currency)
        settled = try days.map(\.settled).total(in: currency)
        estimated = try days.map(\.estimated).total(in: currency)
        let isTold = days.allSatisfy { $0.attribution != nil }
        direct = isTold ? try days.filter { $0.attribution == .direct }.map(\.settled).total(in: currency) : nil
        assisted = isTold ? try days.filter { $0.attribution == .assisted }.map(\.settled).total(in: currency) : nil
    }
}

extension [Converted] {
    /// The sum of what has a rate; ``PersonFigures/leftOut`` names the rest.
    func total(in currency: Currency) throws(MoneyError) -> Money {
        var total = ConvertedTotal(in: currency)
        for amount in self { try total.add(amount) }
        return total.total
    }
}
