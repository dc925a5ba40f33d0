/// An order as a line of a list.
public struct OrderSummary: Codable, Sendable, Hashable {
    /// Our id of the order.
    public var order: OrderID
    /// The tenant whose order it is.
    public var tenant: TenantID
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the order.
    public var channelOrder: String
    /// Counts the applied changes from 1.
    public var version: Int
    /// How far the order is.
    public var status: OrderStatus
    /// What is special about it.
    public var flags: [OrderFlag]
    /// Units that were ordered, gifts and cancelled ones included.
    public var units: Int
    /// Original prices less the seller's discounts (metric 2), whatever became of the order.
    public var gmv: Money
    /// The market, ISO 3166-1 alpha-2, such as `US`.
    public var market: String
    /// When it was placed.
    public var placedAt: Instant
    /// When it was paid.
    public var paidAt: Instant?
    /// When the channel last changed it.
    public var updatedAt: Instant
    /// When it must be ship-confirmed.
    public var shipBy: Instant?

    /// Puts the record together.
    public init(
        order: OrderID, tenant: TenantID, shop: ShopID, channelOrder: String, version: Int, status: OrderStatus,
        flags: [OrderFlag], units: Int, gmv: Money, market: String, placedAt: Instant, paidAt: Instant? = nil,
        updatedAt: Instant, shipBy: Instant? = nil
    ) {
        self.order = order
        self.tenant = tenant
        self.shop = shop
        self.channelOrder = channelOrder
        self.version = version
        self.status = status
        self.flags = flags
        self.units = units
        self.gmv = gmv
        self.market = market
        self.placedAt = placedAt
        self.paidAt = paidAt
        self.updatedAt = updatedAt
        self.shipBy = shipBy
    }
}
