import Contracts
import Messaging

/// Answers which cancellations and returns there are.
struct ReturnListHandler: RequestHandler {
    func answer(_ question: Received<ReturnList>, _ desk: Desk) async throws -> ReturnList.Reply {
        let wanted = question.body
        let filter = PageCursor.Filter(
            "returns", [wanted.shop?.description, wanted.kind?.rawValue, wanted.status?.rawValue])
        let query = try checked { () throws(Wrong) in try Self.query(wanted, desk.caller.tenants, filter) }
        // One more than asked for, to see whether there is a next page.
        let rows = try await desk.read { try await ReturnShelf.list(query, $0) }
        let page = rows.prefix(query.limit - 1)
        let next = rows.count == query.limit ? try page.last.map { try ReturnShelf.End($0).text(of: filter) } : nil
        return ReturnList.Reply(returns: Array(page), next: next)
    }

    private static func query(
        _ question: ReturnList, _ tenants: [TenantID], _ filter: PageCursor.Filter
    ) throws(Wrong) -> ReturnShelf.Query {
        ReturnShelf.Query(
            tenants: tenants, shop: question.shop, kind: question.kind, status: question.status,
            after: try question.cursor.map { text throws(Wrong) in try ReturnShelf.End(text, of: filter) },
            limit: try PageSize.checked(question.limit) + 1)
    }
}
