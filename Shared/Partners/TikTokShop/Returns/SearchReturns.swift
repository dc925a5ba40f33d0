/// Returns and refunds by time, order and state.
public struct SearchReturns: PagedCall {
    /// What a page holds.
    public typealias Item = ReturnOrder
    /// A page of returns.
    public typealias Reply = Page<ReturnOrder>
    /// "Search Returns".
    public static let endpoint = Endpoint.searchReturns
    /// What the channel allows on a page.
    public static let pageSizes = 10...50

    /// By when they changed.
    public var updated: TimeWindow
    /// By order.
    public var orderIDs: [String]?
    /// By where they stand.
    public var statuses: [ReturnStatus]?
    /// How pages are cut.
    public var paging: Paging
    /// Where this page begins.
    public var pageToken: String?

    /// The first page of those that changed in a span of time.
    public init(
        updated: TimeWindow = .always, orderIDs: [String]? = nil, statuses: [ReturnStatus]? = nil,
        paging: Paging = Paging()
    ) {
        self.updated = updated
        self.orderIDs = orderIDs
        self.statuses = statuses
        self.paging = paging
    }

    /// Paging belongs into the query.
    public var query: [QueryItem] { paging.query(sizes: Self.pageSizes, token: pageToken) }

    /// Filters belong into the body; `{}` without any.
    public var body: (any Encodable & Sendable)? {
        Body(
            updatedFrom: updated.from, updatedUntil: updated.until, orderIDs: orderIDs,
            statuses: statuses?.map(\.rawValue))
    }

    private struct Body: Encodable {
        let updatedFrom, updatedUntil: UnixSeconds?
        let orderIDs, statuses: [String]?

        enum CodingKeys: String, CodingKey {
            case updatedFrom = "update_time_ge"
            case updatedUntil = "update_time_lt"
            case orderIDs = "order_ids"
            case statuses = "return_status"
        }
    }
}
