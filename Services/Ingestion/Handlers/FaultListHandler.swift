import Contracts
import Messaging

/// Answers what the channel told and could not be read.
struct FaultListHandler: RequestHandler {
    func answer(_ question: Received<FaultList>, _ desk: Desk) async throws -> FaultList.Reply {
        let wanted = question.body
        let filter = PageCursor.Filter("faults", [wanted.shop?.description, wanted.subject?.rawValue])
        let query = try checked { () throws(Wrong) in try Self.query(wanted, desk.caller.tenants, filter) }
        // One more than asked for, to see whether there is a next page.
        let rows = try await desk.read { try await FaultShelf.list(query, $0) }
        let page = rows.prefix(query.limit - 1)
        let next = rows.count == query.limit ? try page.last.map { try FaultShelf.End($0).text(of: filter) } : nil
        return FaultList.Reply(faults: Array(page), next: next)
    }

    private static func query(
        _ question: FaultList, _ tenants: [TenantID], _ filter: PageCursor.Filter
    ) throws(Wrong) -> FaultShelf.Query {
        FaultShelf.Query(
            tenants: tenants, shop: question.shop, subject: question.subject,
            after: try question.cursor.map { text throws(Wrong) in try FaultShelf.End(text, of: filter) },
            limit: try PageSize.checked(question.limit) + 1)
    }
}
