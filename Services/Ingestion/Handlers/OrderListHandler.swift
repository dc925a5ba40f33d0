import Contracts
import Messaging

/// Answers which orders there are.
struct OrderListHandler: RequestHandler {
    func answer(_ question: Received<OrderList>, _ desk: Desk) async throws -> OrderList.Reply {
        let filter = Self.filter(question.body)
        let query = try checked { () throws(Wrong) in try Self.query(question.body, desk.caller.tenants, filter) }
        // One more than asked for, to see whether there is a next page.
        let rows = try await desk.read { try await OrderShelf.list(query, $0) }
        let page = rows.prefix(query.limit - 1)
        let next = rows.count == query.limit ? try page.last.map { try OrderShelf.End($0).text(of: filter) } : nil
        return OrderList.Reply(orders: page.map(\.summary), next: next)
    }

    private static func filter(_ question: OrderList) -> PageCursor.Filter {
        PageCursor.Filter(
            "orders",
            [
                question.shop?.description, question.status?.rawValue, question.search, question.from?.description,
                question.until?.description,
            ])
    }

    private static func query(
        _ question: OrderList, _ tenants: [TenantID], _ filter: PageCursor.Filter
    ) throws(Wrong) -> OrderShelf.Query {
        OrderShelf.Query(
            tenants: tenants, shop: question.shop, status: question.status,
            search: try question.search.map { text throws(Wrong) in try IDPrefix(text) }, from: question.from,
            until: question.until,
            after: try question.cursor.map { text throws(Wrong) in try OrderShelf.End(text, of: filter) },
            limit: try PageSize.checked(question.limit) + 1)
    }
}
