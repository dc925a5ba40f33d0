public import Contracts

/// Metric 23: how often the stock was sold in the period shown (not annualised).
///
/// COGS of the units shipped ÷ mean daily closing stock at cost. Where a cost is unknown both are counted in units,
/// and the figure says so.
public struct InventoryTurnover: Hashable, Sendable {
    /// What both sums are counted in.
    public enum Basis: String, Sendable, Codable {
        /// Money at cost.
        case cost
        /// Units, because a cost is unknown.
        case units
    }

    /// What it is counted in; shown with the figure.
    public let basis: Basis
    /// Shipped × days over Σ of daily closings, which is shipped ÷ their mean.
    public let ratio: Ratio

    /// The turnover; nil when no stock was there on any day.
    public var value: Double? { ratio.value }

    /// At cost.
    ///
    /// - Parameters:
    ///   - cogs: the cost of all units shipped.
    ///   - dailyClosings: stock at cost at the end of every day of the period.
    public init(cogs: Money, dailyClosings: [Money]) throws(MoneyError) {
        basis = .cost
        ratio = try Ratio(
            cogs.multiplied(by: dailyClosings.count), of: Money.sum(dailyClosings, in: cogs.currency))
    }

    /// In units, for stock whose cost is unknown.
    ///
    /// - Parameters:
    ///   - shipped: units shipped.
    ///   - dailyClosings: units at the end of every day of the period.
    public init(unitsShipped shipped: Int, dailyClosings: [Int]) {
        basis = .units
        // One ratio per day, each with all that was shipped: their sum is shipped × days over Σ of closings.
        ratio = Ratio.sum(dailyClosings.lazy.map { Ratio(Int64(shipped), of: Int64($0)) })
    }
}
