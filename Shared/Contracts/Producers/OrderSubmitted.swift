/// The whole present state of an order as an outside producer tells it, in the platform's own words.
///
/// Sent under the producer's own broker user, to `shop.webhooks` with a key that begins with `in.<user>.`. Brand and
/// shop are found by the user and the channel's shop; what the message says of a brand is ignored.
/// Send it again whenever the order changes; the newest by `updatedAt` counts.
public struct OrderSubmitted: Event {
    /// The wire name.
    public static let name: MessageName = "shop.order.submitted.v1"
    /// The channel's id of the shop, which must be connected.
    public var channelShop: String
    /// The channel's id of the order.
    public var channelOrder: String
    /// How far the order is.
    public var status: OrderStatus
    /// What is special about it; nothing unless told.
    public var flags: [OrderFlag]?
    /// Who buys the label; the seller unless told otherwise.
    public var shipping: ShippingType?
    /// The channel's id of the warehouse that it is to leave from.
    public var channelWarehouse: String?
    /// The channel's id of what the buyer chose.
    public var deliveryOption: String?
    /// When it was placed.
    public var placedAt: Instant
    /// When it was paid.
    public var paidAt: Instant?
    /// When the channel last changed it; not more than a day ahead.
    public var updatedAt: Instant
    /// When it must be ship-confirmed.
    public var shipBy: Instant?
    /// The currency that every amount of the order is in.
    public var currency: Currency
    /// The channel's id of the buyer; only a pseudonym of it is kept.
    public var buyer: String?
    /// Shipping that the buyer pays, in minor units of `currency`.
    public var shippingFee: Int64?
    /// What was sold: one line per listing and kind of price.
    public var lines: [OrderLine]
    /// Where the order goes.
    public var recipient: Recipient?

    /// Where the order goes: personal data, told to Fulfillment alone.
    public struct Recipient: Codable, Sendable, Hashable {
        /// Whom it goes to.
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

        /// Where the order goes.
        public init(
            fullName: String? = nil, phone: String? = nil, addressLines: [String], city: String? = nil,
            state: String? = nil, postalCode: String? = nil, region: String? = nil
        ) {
            self.fullName = fullName
            self.phone = phone
            self.addressLines = addressLines
            self.city = city
            self.state = state
            self.postalCode = postalCode
            self.region = region
        }
    }

    /// Puts the record together.
    public init(
        channelShop: String, channelOrder: String, status: OrderStatus, flags: [OrderFlag]? = nil,
        shipping: ShippingType? = nil, channelWarehouse: String? = nil, deliveryOption: String? = nil,
        placedAt: Instant, paidAt: Instant? = nil, updatedAt: Instant, shipBy: Instant? = nil, currency: Currency,
        buyer: String? = nil, shippingFee: Int64? = nil, lines: [OrderLine], recipient: Recipient? = nil
    ) {
        self.channelShop = channelShop
        self.channelOrder = channelOrder
        self.status = status
        self.flags = flags
        self.shipping = shipping
        self.channelWarehouse = channelWarehouse
        self.deliveryOption = deliveryOption
        self.placedAt = placedAt
        self.paidAt = paidAt
        self.updatedAt = updatedAt
        self.shipBy = shipBy
        self.currency = currency
        self.buyer = buyer
        self.shippingFee = shippingFee
        self.lines = lines
        self.recipient = recipient
    }
}
