/// What an order had set aside is free again.
public struct StockReleased: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.released.v1"
    /// Our id of the order.
    public var order: OrderID
    /// The order's version that was acted on.
    public var version: Int
    /// The connected shop.
    public var shop: ShopID
    /// What was reserved of which SKU where, and is free again.
    public var lines: [StockLine]

    /// Puts the record together.
    public init(order: OrderID, version: Int, shop: ShopID, lines: [StockLine] = []) {
        self.order = order
        self.version = version
        self.shop = shop
        self.lines = lines
    }
}
