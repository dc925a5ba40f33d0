/// What stands on one statement.
public struct GetStatementTransactions: PagedCall {
    /// What a page holds.
    public typealias Item = Whole<StatementTransaction>
    /// A page of transactions.
    public typealias Reply = Page<Item>
    /// "Get Transactions by Statement".
    public static let endpoint = Endpoint.statementTransactions
    /// What the channel allows on a page.
    public static let pageSizes = 1...100

    /// Which statement.
    public let statement: String
    /// How pages are cut; by the orders' time, since the channel knows no other order.
    public var paging = Paging(by: .orderCreateTime)
    /// Where this page begins.
    public var pageToken: String?

    /// A page of a statement's transactions.
    public init(statement: String, pageToken: String? = nil) {
        self.statement = statement
        self.pageToken = pageToken
    }

    /// The statement stands in the path.
    public var pathArguments: [String] { [statement] }
    /// Paging belongs into the query.
    public var query: [QueryItem] { paging.query(sizes: Self.pageSizes, token: pageToken) }
}
