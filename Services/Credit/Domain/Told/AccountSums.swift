import Commerce
import Contracts

/// What the orders of one account come to within a window.
struct AccountSums: Sendable {
    /// One row for each day, currency and rate.
    var sales: [SalesDay] = []
    /// Shipped orders, and those of them that came back (metric 6).
    var returns = OrderShare.counted(0, of: 0)
    /// Orders due, and those of them that were shipped by then (metric 24).
    var onTime = OrderShare.counted(0, of: 0)
    /// Creators who sold for the shop, or shops that the creator sold for, in each month.
    var partners = [0, 0, 0]
    var earnings: [EarningDay] = []
    /// The newest rate of each product, of those that were sold last: at most ``mostRates``.
    var rates: [String: CommissionRate] = [:]
    /// Payments in the window; nil where no statement was ever told.
    var payouts: [Payout]?

    /// A bound, so that a snapshot is no catalogue.
    static let mostRates = 1_000
}
