/// Orders of a shop that are credited to creators, by when they were placed; at most three months at a time.
public struct SearchShopAffiliateOrders: PagedCall {
    /// What a page holds.
    public typealias Item = AffiliateOrder
    /// A page of orders.
    public typealias Reply = Page<Item>
    /// "Search Seller Affiliate Orders".
    public static let endpoint = Endpoint.sellerAffiliateOrders
    /// What the channel allows on a page: as many listings of orders, before these are put together.
    public static let pageSizes = 1...100

    /// By when they were placed; the channel knows no other filter by time, and no order of its answer.
    public var created: TimeWindow
    /// Listings on a page.
    public var size: Int
    /// Where this page begins.
    public var pageToken: String?

    /// A page of those that were placed in a span of time.
    public init(created: TimeWindow = .always, size: Int = .max, pageToken: String? = nil) {
        self.created = created
        self.size = size
        self.pageToken = pageToken
    }

    /// Paging belongs into the query.
    public var query: [QueryItem] {
        [QueryItem("page_size", min(max(size, Self.pageSizes.lowerBound), Self.pageSizes.upperBound))]
            + (pageToken.map { [QueryItem("page_token", $0)] } ?? [])
    }

    /// Filters belong into the body; `{}` without any.
    public var body: (any Encodable & Sendable)? { AffiliateFilter(created: created) }
}
