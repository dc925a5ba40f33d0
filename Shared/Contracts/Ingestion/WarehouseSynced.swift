/// A warehouse as the channel knows it.
///
/// Inventory makes a location of it, Fulfillment the place that parcels leave from.
public struct WarehouseSynced: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.warehouse.synced.v1"
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the warehouse.
    public var channelWarehouse: String
    /// What people call it.
    public var title: String
    /// Whether goods leave from it; return warehouses do not sell.
    public var isForSales: Bool
    /// Whether it is the shop's first choice.
    public var isDefault: Bool
    /// Whether the channel lets it sell.
    public var isEnabled: Bool
    /// Address lines, the most specific first.
    public var addressLines: [String]
    /// The city or town.
    public var city: String?
    /// The state or province, where the country has them.
    public var state: String?
    /// The postal code, as the country writes it.
    public var postalCode: String?
    /// The country, ISO 3166-1 alpha-2, such as `US`.
    public var region: String?
    /// A telephone number for the carrier.
    public var phone: String?
    /// Who answers there, by name.
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
