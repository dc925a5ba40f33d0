/// A warehouse as the channel knows it.
///
/// Published by Ingestion. Consumed by Inventory (locations) and Fulfillment (ship-from).
public struct WarehouseSynced: Event {
    public static let name: MessageName = "shop.warehouse.synced.v1"
    /// The connected shop.
    public var shop: ShopID
    public var channelWarehouse: String
    public var title: String
    /// Whether goods leave from it; return warehouses do not sell.
    public var isForSales: Bool
    public var isDefault: Bool
    public var isEnabled: Bool
    /// Address lines, the most specific first.
    public var addressLines: [String]
    public var city: String?
    public var state: String?
    public var postalCode: String?
    /// ISO 3166-1 alpha-2.
    public var region: String?
    public var phone: String?
    public var contact: String?

    /// Puts the record together.
    public init(
        shop: ShopID, channelWarehouse: String, title: String, isForSales: Bool, isDefault: Bool, isEnabled: Bool,
        addressLines: [String] = [], city: String? = nil, state: String? = nil, postalCode: String? = nil,
        region: String? = nil, phone: String? = nil, contact: String? = nil
    ) {
        self.shop = shop
        self.channelWarehouse = channelWarehouse
        self.title = title
        self.isForSales = isForSales
        self.isDefault = isDefault
        self.isEnabled = isEnabled
        self.addressLines = addressLines
        self.city = city
        self.state = state
        self.postalCode = postalCode
        self.region = region
        self.phone = phone
        self.contact = contact
    }
}
