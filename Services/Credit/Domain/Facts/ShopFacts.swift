import Contracts

/// What is known of one of the person's own shops.
struct ShopFacts: Codable, Hashable, Sendable {
    let shop: ShopID
    /// The shop's market, ISO 3166-1 alpha-2, such as `US`.
    let market: String
    /// When the shop was opened.
    var openedAt: Datum<Instant>
    var sellerType: Datum<SellerType>
    /// The window's days with orders; none of a shop without orders, which is no missing datum.
    var sales: Datum<[SalesDay]>
    /// Metric 6.
    var returns: Datum<OrderShare>
    /// Metric 24: orders shipped by the time that was promised.
    var onTime: Datum<OrderShare>
    /// Stars that buyers give, 0 to 5.
    var rating: Datum<Quantity>
    /// How many reviews there are.
    var reviews: Datum<Int>
    /// The channel's rating of the shop's answers to its buyers, 0 to 5.
    var service: Datum<Quantity>
    /// The channel's own score of the shop, 0 to 5.
    var performance: Datum<Quantity>
    /// Warnings and points of penalty in the window.
    var violations: Datum<Int>
    /// Products that were first listed in the window.
    var newProducts: Datum<Int>
    /// Creators with orders for the shop, in each month of the window, the oldest first.
    var affiliates: Datum<[Int]>
    /// Statements that were paid out in the window.
    var payouts: Datum<[Payout]>

    /// Who sells.
    enum SellerType: String, Codable, Sendable, CaseIterable {
        case individual
        case business
    }
}
