import Commerce
import Contracts

/// What a creator account earned as an affiliate on one day of the window. Settled commission is dated by its
/// statement, everything else by the order.
struct EarningDay: Codable, Hashable, Sendable {
    let day: WindowDay
    /// How the buyer came to the product; nil where the channel does not tell.
    let attribution: Attribution?
    /// Paid by one of the person's own shops, out of revenue that is counted already.
    let isFromOwnShop: Bool
    /// Paid orders that the channel attributes to the account.
    let orders: Int
    /// What buyers paid for the goods in them.
    let sales: Converted
    /// Metric 14, as an income: net of reversals, and negative where these outweigh.
    let settled: Converted
    /// Metric 13: what is not settled yet. Shown, never added to what is.
    let estimated: Converted
    /// Commissions that are settled, and of which no amount is told: they are not in ``settled``. Nil: there is none.
    var untold: Int?
    /// Of how many rows nobody tells what the goods were sold for: they are not in ``sales``. Nil: of none.
    var untoldSales: Int?
    /// What was settled through shop ads, beside ``settled``: metric 14 leaves it apart. Nil where nobody tells it.
    var shopAds: Converted?
    /// Commissions that are still to be settled: their day is known in part. Nil: there is none.
    var unsettled: Int?
    /// Commissions of which nobody tells what they will come to: they are not in ``estimated``. Nil: there is none.
    var untoldEstimates: Int?

    /// How the buyer came to the product (metric 12).
    enum Attribution: String, Codable, Sendable, CaseIterable {
        /// Through the creator, last.
        case direct
        /// Through the creator earlier on.
        case assisted
    }
}

extension EarningDay {
    /// All that was paid: by the creator's own rate, and through shop ads.
    var paid: [Converted] { [settled, shopAds].compactMap(\.self) }

    /// One row of the channel's affiliate orders.
    struct Line {
        /// When it counts: the day of its statement, else when the order was placed.
        let countsAt: Instant
        let attribution: Attribution?
        let isFromOwnShop: Bool
        /// Whether it is the first row of its order: rows are units of a SKU, and an order counts once.
        let beginsOrder: Bool
        /// How far the channel is, and what it expects (metric 13).
        let estimate: EstimatedCommission
        /// What stands on statements (metric 14), as the shop's cost.
        let statement: [SettledCommission.StatementLine]
    }

    /// One row; nil when it counts outside of the window.
    init?(_ line: Line, in window: Window, currency: Currency, rate: Fraction?) throws(MoneyError) {
        guard let day = window.day(of: line.countsAt) else { return nil }
        let own = line.estimate.salePrice.currency
        let statement = try SettledCommission(line.statement, in: own)
        let isThroughAds = line.statement.contains { $0.kind == .shopAds }
        let estimated = try EstimatedCommission.total([line.estimate], in: own)
        self.init(
            day: day, attribution: line.attribution, isFromOwnShop: line.isFromOwnShop,
            orders: line.beginsOrder ? 1 : 0, sales: try Converted(line.estimate.salePrice, to: currency, at: rate),
            settled: try Converted(statement.affiliate, to: currency, at: rate),
            estimated: try Converted(estimated, to: currency, at: rate),
            shopAds: isThroughAds ? try Converted(statement.shopAds, to: currency, at: rate) : nil)
    }
}
