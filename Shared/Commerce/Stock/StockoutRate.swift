public import Contracts

/// Metric 22: how often, and at what cost, buyers found nothing to buy.
public enum StockoutRate {
    /// Out-of-stock hours ÷ active listing hours.
    public static func of(_ hours: some Sequence<ListingHour>) -> Ratio {
        Ratio.sum(
            hours.lazy.map { hour in
                switch hour.state {
                case .paused: .none
                case .inStock: Ratio(counting: false)
                case .outOfStock: Ratio(counting: true)
                }
            })
    }

    /// Lost sales, always marked as an estimate: hours out × mean hourly GMV of the hours in stock.
    ///
    /// Nil when there is no hour in stock to learn from. No hour out loses nothing.
    ///
    /// - Parameters:
    ///   - hoursOut: out-of-stock hours of the period shown.
    ///   - reference: the hours of the last 28 days; those out of stock or paused are passed over.
    public static func lostSales(
        hoursOut: Int, reference: [ListingHour], currency: Currency
    ) throws(MoneyError) -> Money? {
        guard hoursOut > 0 else { return .zero(currency) }
        let inStock = reference.filter { $0.state == .inStock }
        guard let hours = Fraction(Int64(hoursOut), over: Int64(inStock.count)) else { return nil }
        return try Money.sum(inStock.map(\.gmv), in: currency).multiplied(by: hours)
    }
}
