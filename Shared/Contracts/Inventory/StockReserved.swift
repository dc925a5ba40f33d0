/// All that an order needs is set aside.
public struct StockReserved: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.reserved.v1"
    /// Our id of the order.
    public var order: OrderID
    /// The order's version that was acted on.
    public var version: Int
    /// The connected shop.
    public var shop: ShopID
    /// What is reserved of which SKU where.
    public var lines: [StockLine]

    /// Puts the record together.
    public init(order: OrderID, version: Int, shop: ShopID, lines: [StockLine] = []) {
        self.order = order
        self.version = version
        self.shop = shop
        self.lines = lines
    }
}
