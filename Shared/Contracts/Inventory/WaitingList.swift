/// Request: which orders wait for stock, or for a listing to be mapped?
public struct WaitingList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order_stock.waiting.v1"
    /// Only those that want this SKU.
    public var sku: SKUID?
    /// Only this shop's.
    public var shop: ShopID?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// In the order in which they are served: whoever paid first comes first.
        public var orders: [WaitingOrder]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(orders: [WaitingOrder], next: String? = nil) {
            self.orders = orders
            self.next = next
        }
    }

    /// Puts the record together.
    public init(sku: SKUID? = nil, shop: ShopID? = nil, cursor: String? = nil, limit: Int? = nil) {
        self.sku = sku
        self.shop = shop
        self.cursor = cursor
        self.limit = limit
    }
}
