/// Request: which orders are there, newest first?
public struct OrderList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.list.v1"
    /// Only this shop's.
    public var shop: ShopID?
    /// Only those that stand there.
    public var status: OrderStatus?
    /// Only those whose id, ours or the channel's, begins so.
    public var search: String?
    /// Placed from this time on.
    public var from: Instant?
    /// Placed before this time.
    public var until: Instant?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// The orders, newest first.
        public var orders: [OrderSummary]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(orders: [OrderSummary], next: String? = nil) {
            self.orders = orders
            self.next = next
        }
    }

    /// Puts the record together.
    public init(
        shop: ShopID? = nil, status: OrderStatus? = nil, search: String? = nil, from: Instant? = nil,
        until: Instant? = nil, cursor: String? = nil, limit: Int? = nil
    ) {
        self.shop = shop
        self.status = status
        self.search = search
        self.from = from
        self.until = until
        self.cursor = cursor
        self.limit = limit
    }
}
