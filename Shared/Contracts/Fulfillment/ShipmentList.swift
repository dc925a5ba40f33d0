/// Request: which shipments are there, newest first?
public struct ShipmentList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.shipment.list.v1"
    /// Only this order's.
    public var order: OrderID?
    /// Only those that stand there.
    public var state: ShipmentState?
    /// Only those that wait for a person.
    public var needsPerson: Bool?
    /// Only this shop's.
    public var shop: ShopID?
    /// Only those whose tracking number or channel's order begins so.
    public var search: String?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// The shipments, newest first.
        public var shipments: [ShipmentRecord]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(shipments: [ShipmentRecord], next: String? = nil) {
            self.shipments = shipments
            self.next = next
        }
    }

    /// Puts the record together.
    public init(
        order: OrderID? = nil, state: ShipmentState? = nil, needsPerson: Bool? = nil, shop: ShopID? = nil,
        search: String? = nil, cursor: String? = nil, limit: Int? = nil
    ) {
        self.order = order
        self.state = state
        self.needsPerson = needsPerson
        self.shop = shop
        self.search = search
        self.cursor = cursor
        self.limit = limit
    }
}
