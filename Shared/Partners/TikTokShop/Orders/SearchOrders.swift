/// Orders by time and state. An order's update time moves while pages are read: let windows overlap and expect repeats.
public struct SearchOrders: PagedCall {
    /// What a page holds.
    public typealias Item = Order
    /// A page of whole orders.
    public typealias Reply = Page<Order>
    /// "Get Order List".
    public static let endpoint = Endpoint.searchOrders
    /// What the channel allows on a page.
    public static let pageSizes = 1...100

    /// Which orders; every filter narrows.
    public struct Filter: Sendable, Hashable {
        /// By when they changed.
        public var updated = TimeWindow.always
        /// By when they were placed.
        public var created = TimeWindow.always
        /// By where they stand.
        public var status: OrderStatus?
        /// By whose label they ship under.
        public var shippingType: ShippingType?
        /// By their buyer.
        public var buyerUserID: String?
        /// Only those whose buyer wants to cancel, or only others.
        public var isBuyerRequestCancel: Bool?
        /// By warehouse, at most 100.
        public var warehouseIDs: [String]?

        /// Every order.
        public init() {}
    }

    /// Which orders.
    public var filter: Filter
    /// How pages are cut.
    public var paging: Paging
    /// Where this page begins.
    public var pageToken: String?

    /// The first page, the least recently changed first.
    public init(_ filter: Filter = Filter(), paging: Paging = Paging()) {
        self.filter = filter
        self.paging = paging
    }

    /// Paging belongs into the query.
    public var query: [QueryItem] { paging.query(sizes: Self.pageSizes, token: pageToken) }

    /// Filters belong into the body; `{}` without any.
    public var body: (any Encodable & Sendable)? { Body(filter) }

    /// Too many warehouses.
    public var problem: String? {
        (filter.warehouseIDs?.count ?? 0) > 100 ? "warehouse_ids: at most 100" : nil
    }

    private struct Body: Encodable {
        let status: String?
        let createdFrom, createdUntil, updatedFrom, updatedUntil: UnixSeconds?
        let shippingType: String?
        let buyerUserID: String?
        let isBuyerRequestCancel: Bool?
        let warehouseIDs: [String]?

        init(_ filter: Filter) {
            status = filter.status?.rawValue
            createdFrom = filter.created.from
            createdUntil = filter.created.until
            updatedFrom = filter.updated.from
            updatedUntil = filter.updated.until
            shippingType = filter.shippingType?.rawValue
            buyerUserID = filter.buyerUserID
            isBuyerRequestCancel = filter.isBuyerRequestCancel
            warehouseIDs = filter.warehouseIDs
        }

        enum CodingKeys: String, CodingKey {
            case status = "order_status"
            case createdFrom = "create_time_ge"
            case createdUntil = "create_time_lt"
            case updatedFrom = "update_time_ge"
            case updatedUntil = "update_time_lt"
            case shippingType = "shipping_type"
            case buyerUserID = "buyer_user_id"
            case isBuyerRequestCancel = "is_buyer_request_cancel"
            case warehouseIDs = "warehouse_ids"
        }
    }
}
