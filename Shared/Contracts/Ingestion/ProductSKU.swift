/// One variant of a product on the channel.
public struct ProductSKU: Codable, Sendable, Hashable {
    /// The channel's id of the SKU.
    public var channelSKU: String
    /// What the seller calls it; may be blank.
    public var sellerSKU: String
    /// What people call it.
    public var title: String
    /// The price as it is now; nil where the channel tells none.
    public var price: Money?
    /// A barcode such as a GTIN, where one is known.
    public var barcode: String?
    /// What a bundle consists of.
    public var components: [OrderLine.Component]
    /// The channel's stock by warehouse.
    public var stock: [ChannelStock]

    /// Puts the record together.
    public init(
        channelSKU: String, sellerSKU: String, title: String, price: Money? = nil, barcode: String? = nil,
        components: [OrderLine.Component] = [], stock: [ChannelStock] = []
    ) {
        self.channelSKU = channelSKU
        self.sellerSKU = sellerSKU
        self.title = title
        self.price = price
        self.barcode = barcode
        self.components = components
        self.stock = stock
    }
}

/// What the channel says it has of a SKU in one of its warehouses.
public struct ChannelStock: Codable, Sendable, Hashable {
    /// The channel's id of the warehouse.
    public var channelWarehouse: String
    /// Units for sale now; the channel lowers it itself with each sale.
    public var available: Int
    /// Units sold and not yet shipped.
    public var committed: Int

    /// Puts the record together.
    public init(channelWarehouse: String, available: Int = 0, committed: Int = 0) {
        self.channelWarehouse = channelWarehouse
        self.available = available
        self.committed = committed
    }
}
