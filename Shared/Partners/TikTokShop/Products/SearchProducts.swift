/// Listings by time and state. The channel stops at 10 000 results (``TikTokShopError/Kind/tooManyResults``): search
/// smaller spans of time then.
public struct SearchProducts: PagedCall {
    /// What a page holds.
    public typealias Item = Product
    /// A page of listings, without their attributes.
    public typealias Reply = Page<Product>
    /// "Search Products".
    public static let endpoint = Endpoint.searchProducts
    /// What the channel allows on a page.
    public static let pageSizes = 1...100

    /// Which listings; every filter narrows.
    public struct Filter: Sendable, Hashable {
        /// By state, such as `ACTIVATE`; nil is `ALL`.
        public var status: String?
        /// By when they changed. Here, unlike with orders, the upper end counts too; `until` is adjusted for that.
        public var updated = TimeWindow.always
        /// By when they were made; its upper end counts too, as that of `updated`.
        public var created = TimeWindow.always
        /// By the seller's numbers, at most 10.
        public var sellerSKUs: [String]?
        /// By variants, at most 10.
        public var skuIDs: [String]?

        /// Every listing.
        public init() {}
    }

    /// Which listings.
    public var filter: Filter
    /// Listings on a page.
    public var pageSize: Int
    /// Where this page begins.
    public var pageToken: String?

    /// The first page.
    public init(_ filter: Filter = Filter(), pageSize: Int = .max) {
        self.filter = filter
        self.pageSize = pageSize
    }

    /// Paging belongs into the query; an order of results cannot be asked for.
    public var query: [QueryItem] {
        let size = min(max(pageSize, Self.pageSizes.lowerBound), Self.pageSizes.upperBound)
        return [QueryItem("page_size", size)] + (pageToken.map { [QueryItem("page_token", $0)] } ?? [])
    }

    /// Filters belong into the body; `{}` without any.
    public var body: (any Encodable & Sendable)? {
        Body(
            status: filter.status, createdFrom: filter.created.from,
            createdThrough: filter.created.until.map { UnixSeconds($0.seconds - 1) }, updatedFrom: filter.updated.from,
            updatedThrough: filter.updated.until.map { UnixSeconds($0.seconds - 1) },
            sellerSKUs: filter.sellerSKUs, skuIDs: filter.skuIDs)
    }

    /// Too many numbers or ids.
    public var problem: String? {
        if (filter.sellerSKUs?.count ?? 0) > 10 { return "seller_skus: at most 10" }
        return (filter.skuIDs?.count ?? 0) > 10 ? "sku_ids: at most 10" : nil
    }

    private struct Body: Encodable {
        let status: String?
        let createdFrom, createdThrough: UnixSeconds?
        let updatedFrom, updatedThrough: UnixSeconds?
        let sellerSKUs, skuIDs: [String]?

        enum CodingKeys: String, CodingKey {
            case status
            case createdFrom = "create_time_ge"
            case createdThrough = "create_time_le"
            case updatedFrom = "update_time_ge"
            case updatedThrough = "update_time_le"
            case sellerSKUs = "seller_skus"
            case skuIDs = "sku_ids"
        }
    }
}
