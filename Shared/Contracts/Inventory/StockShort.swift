/// An order waits: some SKU does not suffice. It is served by itself when stock rises.
public struct StockShort: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.short.v1"
    /// Our id of the order.
    public var order: OrderID
    /// The order's version that was acted on.
    public var version: Int
    /// The connected shop.
    public var shop: ShopID
    /// What is missing, in units beyond what is available.
    public var missing: [StockLine]
    /// Channel SKUs that no SKU of the tenant's is mapped to.
    public var unmapped: [String]
    /// Whether it could not be reserved when it was first seen: an oversell incident (metric 21).
    public var isOversell: Bool

    /// Puts the record together.
    public init(
        order: OrderID, version: Int, shop: ShopID, missing: [StockLine] = [], unmapped: [String] = [],
        isOversell: Bool
    ) {
        self.order = order
        self.version = version
        self.shop = shop
        self.missing = missing
        self.unmapped = unmapped
        self.isOversell = isOversell
    }
}
