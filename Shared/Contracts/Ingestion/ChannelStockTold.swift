/// What became of a ``ChannelStockSet``; its cause is the command.
public struct ChannelStockTold: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.channel_stock.told.v1"
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the product.
    public var channelProduct: String
    /// The sequence of the command that it answers.
    public var sequence: Int64
    /// When Inventory committed the change that the command carries.
    public var changedAt: Instant
    /// When the channel had accepted the last figure.
    public var toldAt: Instant
    /// What became of it, SKU by SKU and warehouse by warehouse.
    public var levels: [Level]

    /// One SKU in one warehouse.
    public struct Level: Codable, Sendable, Hashable {
        /// The channel's id of the SKU.
        public var channelSKU: String
        /// The channel's id of the warehouse.
        public var channelWarehouse: String
        /// The units that were set; nil when nothing had to be.
        public var set: Int?
        /// Units that the channel had for sale just before.
        public var available: Int
        /// Units that the channel had sold and not yet shipped.
        public var committed: Int
        /// The channel's sentence where it refused; nil when it accepted.
        public var refusal: String?
        /// True: refused since the channel keeps none of it in this warehouse; telling it again changes nothing.
        public var isAbsent: Bool?

        /// One SKU in one warehouse.
        public init(
            channelSKU: String, channelWarehouse: String, set: Int?, available: Int, committed: Int, refusal: String?,
            isAbsent: Bool? = nil
        ) {
            self.channelSKU = channelSKU
            self.channelWarehouse = channelWarehouse
            self.set = set
            self.available = available
            self.committed = committed
            self.refusal = refusal
            self.isAbsent = isAbsent
        }
    }

    /// Puts the record together.
    public init(
        shop: ShopID, channelProduct: String, sequence: Int64, changedAt: Instant, toldAt: Instant,
        levels: [Level] = []
    ) {
        self.shop = shop
        self.channelProduct = channelProduct
        self.sequence = sequence
        self.changedAt = changedAt
        self.toldAt = toldAt
        self.levels = levels
    }
}
