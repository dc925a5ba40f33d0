public import Outbound

/// Reads a purchase again.
public struct GetTransaction: ShippoCall {
    /// The purchase.
    public typealias Reply = Transaction
    /// Reads.
    public static let method = HTTPMethod.get
    /// Among the reads.
    public static let budget = ShippoBudget.read

    /// Which purchase.
    public let id: String

    /// A purchase.
    public init(id: String) {
        self.id = id
    }

    /// The purchase.
    public var path: String { "/transactions/\(PercentEncoding.encode(id))" }
    /// Without an id.
    public var problem: String? { id.isEmpty ? "id: is empty" : nil }
}

/// The account's purchases, newest first: one call serves every purchase of unknown outcome.
public struct ListTransactions: ShippoCall {
    /// A page of purchases.
    public typealias Reply = ShippoPage<Transaction>
    /// Reads.
    public static let method = HTTPMethod.get
    /// Among the lists, of which few are allowed.
    public static let budget = ShippoBudget.list

    /// From 1.
    public let page: Int
    /// On a page, from 1 to 100.
    public let size: Int

    /// A page of purchases.
    public init(page: Int = 1, size: Int = 100) {
        self.page = max(1, page)
        self.size = min(max(1, size), 100)
    }

    /// Transactions.
    public var path: String { "/transactions" }
    /// Which page.
    public var query: [(name: String, value: String)] { [("page", String(page)), ("results", String(size))] }

    /// The call for the page after this one; nil on the last.
    public func following(_ reply: Reply) -> ListTransactions? {
        reply.hasNext ? ListTransactions(page: page + 1, size: size) : nil
    }
}
