public import Outbound

/// A service of TikTok's own shipping that an order can go with.
public struct ShippingService: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "shipping_services"

    /// For ``CreatePackage``.
    @Loose public var id: String?
    /// Its name.
    @Loose public var name: String?
    /// What it costs the seller; a decimal text.
    @Loose public var price: String?
    /// ISO 4217.
    @Loose public var currency: String?
    /// At best, in days.
    @Loose public var earliestDays: Int?
    /// At worst, in days.
    @Loose public var latestDays: Int?
    /// Whether the channel would choose it.
    @Loose public var isDefault: Bool?
    /// The carrier.
    @Loose public var providerID: String?
    /// Its name.
    @Loose public var providerName: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, name, price, currency
        case earliestDays = "earliest_delivery_days"
        case latestDays = "latest_delivery_days"
        case isDefault = "is_default"
        case providerID = "shipping_provider_id"
        case providerName = "shipping_provider_name"
    }
}
