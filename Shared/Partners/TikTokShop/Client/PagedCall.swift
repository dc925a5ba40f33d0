/// A call whose answer comes in pages.
public protocol PagedCall: TikTokShopCall where Reply == Page<Item> {
    /// What a page holds.
    associatedtype Item: PageItem
    /// Where this page begins; nil for the first.
    var pageToken: String? { get set }
}

extension PagedCall {
    /// The call for the page after this one; nil on the last, and when the channel sends the same token again, which
    /// would go round for ever.
    ///
    /// What is searched changes while it is paged: overlap the time windows and expect repeats.
    public func following(_ page: Page<Item>) -> Self? {
        guard let token = page.nextPageToken, token != pageToken else { return nil }
        var next = self
        next.pageToken = token
        return next
    }
}

/// How the pages of a search are cut and ordered; goes into the query, filters go into the body.
public struct Paging: Sendable, Hashable {
    /// By which time a search is ordered.
    public enum SortField: String, Sendable, Hashable {
        case createTime = "create_time"
        case updateTime = "update_time"
        /// Of the oldest order in a package; packages only.
        case orderPayTime = "order_pay_time"
        /// Statements only.
        case statementTime = "statement_time"
        /// Of the order that a transaction is of; transactions only.
        case orderCreateTime = "order_create_time"
    }

    /// By which time.
    public var sortField: SortField
    /// Oldest first, so that what changes during paging moves towards the pages still to come.
    public var ascending: Bool
    /// Items on a page; what is outside of the endpoint's limits is moved to the nearer limit.
    public var size: Int

    /// By update time, oldest first, as many as the endpoint allows.
    public init(by sortField: SortField = .updateTime, ascending: Bool = true, size: Int = .max) {
        self.sortField = sortField
        self.ascending = ascending
        self.size = size
    }

    func query(sizes: ClosedRange<Int>, token: String?) -> [QueryItem] {
        let items = [
            QueryItem("page_size", min(max(size, sizes.lowerBound), sizes.upperBound)),
            QueryItem("sort_field", sortField.rawValue),
            QueryItem("sort_order", ascending ? "ASC" : "DESC"),
        ]
        return items + (token.map { [QueryItem("page_token", $0)] } ?? [])
    }
}
