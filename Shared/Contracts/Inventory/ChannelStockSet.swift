/// Command: set what the channel may sell of one product. Newest sequence wins.
///
/// The answer is ``ChannelStockTold``.
public struct ChannelStockSet: Command {
    /// Its name on the wire.
    public static let name: MessageName = "shop.channel_stock.set.v1"
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the product.
    public var channelProduct: String
    /// Grows with every command for the product; the highest is in force.
    public var sequence: Int64
    /// When the change was committed that makes this necessary.
    public var changedAt: Instant
    /// What may be sold, SKU by SKU and warehouse by warehouse.
    public var limits: [Limit]
    /// Whether the channel takes a stock of 0; else the product is deactivated. Absent: it does.
    public var takesZero: Bool?

    /// What one listing may have in one warehouse.
    public struct Limit: Codable, Sendable, Hashable {
        /// The channel's id of the SKU.
        public var channelSKU: String
        /// The channel's id of the warehouse.
        public var channelWarehouse: String
        /// Units on hand less held, buffer and other listings' reservations.
        public var limit: Int
        /// Units of the listing's own open reservations.
        public var own: Int
        /// Units of these that are confirmed as shipped: the channel no longer counts them as sold. Absent: none.
        public var shipConfirmed: Int?

        /// What one listing may have in one warehouse.
        public init(
            channelSKU: String, channelWarehouse: String, limit: Int, own: Int, shipConfirmed: Int? = nil
        ) {
            self.channelSKU = channelSKU
            self.channelWarehouse = channelWarehouse
            self.limit = limit
            self.own = own
            self.shipConfirmed = shipConfirmed
        }
    }

    /// Puts the record together.
    public init(
        shop: ShopID, channelProduct: String, sequence: Int64, changedAt: Instant, limits: [Limit] = [],
        takesZero: Bool? = nil
    ) {
        self.shop = shop
        self.channelProduct = channelProduct
        self.sequence = sequence
        self.changedAt = changedAt
        self.limits = limits
        self.takesZero = takesZero
    }
}
