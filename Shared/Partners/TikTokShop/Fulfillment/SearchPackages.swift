/// Packages by time and state.
public struct SearchPackages: PagedCall {
    /// What a page holds.
    public typealias Item = Package
    /// A page of packages.
    public typealias Reply = Page<Package>
    /// "Search Package".
    public static let endpoint = Endpoint.searchPackages
    /// What the channel allows on a page.
    public static let pageSizes = 1...50

    /// By when they were made.
    public var created = TimeWindow.always
    /// By when they changed.
    public var updated = TimeWindow.always
    /// `PROCESSING`, `FULFILLING`, `COMPLETED` or `CANCELLED`.
    public var status: String?
    /// How pages are cut.
    public var paging: Paging
    /// Where this page begins.
    public var pageToken: String?

    /// The first page of the packages that changed in a span of time.
    public init(updated: TimeWindow = .always, status: String? = nil, paging: Paging = Paging()) {
        self.updated = updated
        self.status = status
        self.paging = paging
    }

    /// Paging belongs into the query.
    public var query: [QueryItem] { paging.query(sizes: Self.pageSizes, token: pageToken) }

    /// Filters belong into the body; `{}` without any.
    public var body: (any Encodable & Sendable)? {
        Body(
            createdFrom: created.from, createdUntil: created.until, updatedFrom: updated.from,
            updatedUntil: updated.until, status: status)
    }

    private struct Body: Encodable {
        let createdFrom, createdUntil, updatedFrom, updatedUntil: UnixSeconds?
        let status: String?

        enum CodingKeys: String, CodingKey {
            case createdFrom = "create_time_ge"
            case createdUntil = "create_time_lt"
            case updatedFrom = "update_time_ge"
            case updatedUntil = "update_time_lt"
            case status = "package_status"
        }
    }
}
