/// The whole present state of an order, never a delta and never a person's data. Published once per applied version.
///
/// An order is accepted when its version 1 is committed; there is no other message for accepting or cancelling it.
/// Messages may come late, twice and out of order: one with a version not above the highest known is to be ignored.
public struct OrderChanged: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.changed.v1"
    /// Our id of the order.
    public var order: OrderID
    /// Counts the applied changes from 1; a consumer keeps the highest and moves to what it demands.
    public var version: Int
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the order.
    public var channelOrder: String
    /// How far it is.
    public var status: OrderStatus
    /// The status of the version before; nil at first sight.
    public var previousStatus: OrderStatus?
    /// The channel's own word, kept also where we do not know it.
    public var channelStatus: String
    /// What is special about it.
    public var flags: [OrderFlag]
    /// Who buys the label.
    public var shipping: ShippingType
    /// The market, ISO 3166-1 alpha-2, such as `US`.
    public var market: String
    /// The channel's warehouse that the order is to leave from.
    public var channelWarehouse: String?
    /// The channel's delivery option; names the providers that may carry it.
    public var deliveryOption: String?
    /// When it was placed.
    public var placedAt: Instant
    /// When it was paid; nil until then.
    public var paidAt: Instant?
    /// When the channel last changed it.
    public var updatedAt: Instant
    /// When the carrier took the first parcel, where the channel tells.
    public var handedOverAt: Instant?
    /// When the last of its lines was ship-confirmed, where the channel tells; nil before and where it does not.
    public var shippedAt: Instant?
    /// When it must be ship-confirmed; nil where the channel names no time.
    public var shipBy: Instant?
    /// The currency that every amount of the order is in.
    public var currency: Currency
    /// A pseudonym of the buyer within the brand; nil where the channel tells none.
    public var buyer: String?
    /// Shipping that the buyer pays, in minor units of `currency`.
    public var shippingFee: Int64
    /// What it consists of: at most 1,000 lines with at most 5,000 units together.
    public var lines: [OrderLine]

    /// The most lines of an order: different listings and, of one listing, different prices.
    public static let mostLines = 1_000
    /// The most units of an order.
    public static let mostUnits = 5_000
    /// The most that one amount of a line may be, in minor units: beyond any price, far below what overflows a sum.
    public static let mostAmount: Int64 = 100_000_000_000_000

    /// Puts the record together.
    public init(
        order: OrderID, version: Int, shop: ShopID, channelOrder: String, status: OrderStatus,
        previousStatus: OrderStatus? = nil, channelStatus: String, flags: [OrderFlag] = [], shipping: ShippingType,
        market: String, channelWarehouse: String? = nil, deliveryOption: String? = nil, placedAt: Instant,
        paidAt: Instant? = nil, updatedAt: Instant, shipBy: Instant? = nil, currency: Currency, buyer: String? = nil,
        shippingFee: Int64, lines: [OrderLine] = [], handedOverAt: Instant? = nil, shippedAt: Instant? = nil
    ) {
        self.order = order
        self.version = version
        self.shop = shop
        self.channelOrder = channelOrder
        self.status = status
        self.previousStatus = previousStatus
        self.channelStatus = channelStatus
        self.flags = flags
        self.shipping = shipping
        self.market = market
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
        self.handedOverAt = handedOverAt
        self.shippedAt = shippedAt
    }
}
