/// The markets in which the channel can be told of a parcel. A label that is bought for an order of another one would
/// be money for a parcel that nobody may send.
enum ShipMarkets {
    /// ISO 3166-1 alpha-2, and the channel's own `UK`. Brazil is not among them: there an invoice comes first.
    /// A test compares them with the channel's table of ship calls, which is Ingestion's to use.
    private static let regions: Set = [
        "US", "GB", "UK", "DE", "FR", "ES", "IT", "IE", "JP", "ID", "MY", "PH", "SG", "TH", "VN", "MX",
    ]

    /// Whether there is a ship call for a market.
    static func contains(_ market: String) -> Bool { regions.contains(market.uppercased()) }
}
