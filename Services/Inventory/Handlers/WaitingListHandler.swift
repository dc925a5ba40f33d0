import Contracts
import Messaging

/// Answers which orders wait, in the order in which they are served.
struct WaitingListHandler: RequestHandler {
    func answer(_ question: Received<WaitingList>, _ desk: Desk) async throws -> WaitingList.Reply {
        let asked = question.body
        let query = try checked { () throws(Obstacle) in
            WaitingPages.Query(
                tenants: desk.caller.tenants, sku: asked.sku, shop: asked.shop,
                page: try Page(cursor: asked.cursor, limit: asked.limit))
        }
        let orders = try await desk.read { try await WaitingPages.list(query, $0) }
        let page = query.page.cut(orders) { WaitingEnd(since: $0.since, order: $0.order) }
        return WaitingList.Reply(orders: page.rows, next: page.next)
    }
}
