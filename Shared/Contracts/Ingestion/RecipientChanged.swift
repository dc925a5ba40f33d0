/// Where an order goes: personal data, therefore a message of its own that only Fulfillment receives, stored encrypted
/// where it cannot be handled and erased 90 days after the order is completed.
public struct RecipientChanged: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.recipient.changed.v1"
    /// Our id of the order.
    public var order: OrderID
    /// Counts the changes of the address from 1, apart from the order's version.
    public var version: Int
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the order.
    public var channelOrder: String
    /// The name of who receives it.
    public var fullName: String?
    /// A telephone number for the carrier.
    public var phone: String?
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
    /// Whether the channel hides parts of it.
    public var isMasked: Bool

    /// Puts the record together.
    public init(
        order: OrderID, version: Int, shop: ShopID, channelOrder: String, fullName: String? = nil,
        phone: String? = nil, addressLines: [String] = [], city: String? = nil, state: String? = nil,
        postalCode: String? = nil, region: String? = nil, isMasked: Bool
    ) {
        self.order = order
        self.version = version
        self.shop = shop
        self.channelOrder = channelOrder
        self.fullName = fullName
        self.phone = phone
        self.addressLines = addressLines
        self.city = city
        self.state = state
        self.postalCode = postalCode
        self.region = region
        self.isMasked = isMasked
    }
}
