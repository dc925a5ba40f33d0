/// A shop's payments by the time at which they were begun. Not offered in South-East Asia.
public struct SearchPayments: PagedCall {
    /// What a page holds.
    public typealias Item = Whole<StatementPayment>
    /// A page of payments.
    public typealias Reply = Page<Item>
    /// "Get Payments".
    public static let endpoint = Endpoint.payments
    /// What the channel allows on a page.
    public static let pageSizes = 1...100

    /// By when they were begun.
    public var created: TimeWindow
    /// How pages are cut; by creation time, since the channel knows no other order.
    public var paging: Paging
    /// Where this page begins.
    public var pageToken: String?

    /// The first page of those that were begun in a span of time.
    public init(created: TimeWindow = .always, paging: Paging = Paging(by: .createTime)) {
        self.created = created
        self.paging = paging
    }

    /// All of it belongs into the query.
    public var query: [QueryItem] {
        paging.query(sizes: Self.pageSizes, token: pageToken) + created.query(as: "create_time")
    }
}
