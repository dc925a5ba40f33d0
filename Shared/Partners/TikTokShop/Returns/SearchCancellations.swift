/// Cancellations by time, order and state.
public struct SearchCancellations: PagedCall {
    /// What a page holds.
    public typealias Item = Cancellation
    /// A page of cancellations.
    public typealias Reply = Page<Cancellation>
    /// "Search Cancellations".
    public static let endpoint = Endpoint.searchCancellations
    /// What the channel allows on a page.
    public static let pageSizes = 1...50

    /// By when they changed.
    public var updated: TimeWindow
    /// By order.
    public var orderIDs: [String]?
    /// By where they stand.
    public var statuses: [CancellationStatus]?
    /// How pages are cut.
    public var paging: Paging
    /// Where this page begins.
    public var pageToken: String?

    /// The first page of those that changed in a span of time.
    public init(
        updated: TimeWindow = .always, orderIDs: [String]? = nil, statuses: [CancellationStatus]? = nil,
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
            case statuses = "cancel_status"
        }
    }
}
