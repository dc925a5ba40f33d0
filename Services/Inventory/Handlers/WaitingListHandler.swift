import Contracts
import Messaging

/// Answers which orders wait, in the order in which they are served.
struct WaitingListHandler: RequestHandler {
    func answer(_ question: Received<WaitingList>, _ desk: Desk) async throws -> WaitingList.Reply {
        let asked = question.body
        let filter = PageCursor.Filter("waiting", [asked.sku?.description, asked.shop?.description])
        let page = try await desk.page { () throws(Obstacle) in
            WaitingPages(
                tenants: desk.caller.tenants, sku: asked.sku, shop: asked.shop,
                page: try Page(cursor: asked.cursor, limit: asked.limit, filter: filter.digest))
        }
        return WaitingList.Reply(orders: page.rows, next: page.next)
    }
}
