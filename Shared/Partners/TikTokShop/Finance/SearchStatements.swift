/// A shop's statements by the time at which they were made.
public struct SearchStatements: PagedCall {
    /// What a page holds.
    public typealias Item = Whole<Statement>
    /// A page of statements.
    public typealias Reply = Page<Item>
    /// "Get Statements".
    public static let endpoint = Endpoint.statements
    /// What the channel allows on a page.
    public static let pageSizes = 1...100

    /// By when they were made.
    public var made: TimeWindow
    /// How pages are cut; by statement time, since the channel knows no other order.
    public var paging: Paging
    /// Where this page begins.
    public var pageToken: String?

    /// The first page of those that were made in a span of time.
    public init(made: TimeWindow = .always, paging: Paging = Paging(by: .statementTime)) {
        self.made = made
        self.paging = paging
    }

    /// All of it belongs into the query.
    public var query: [QueryItem] {
        paging.query(sizes: Self.pageSizes, token: pageToken) + made.query(as: "statement_time")
    }
}
