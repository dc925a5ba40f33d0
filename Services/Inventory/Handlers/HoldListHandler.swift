import Contracts
import Messaging

/// Answers which units people have set aside.
struct HoldListHandler: RequestHandler {
    func answer(_ question: Received<HoldList>, _ desk: Desk) async throws -> HoldList.Reply {
        let asked = question.body
        let filter = PageCursor.Filter("holds", [asked.sku?.description, asked.location?.description])
        let page = try await desk.page { () throws(Obstacle) in
            HoldPages(
                tenants: desk.caller.tenants, sku: asked.sku, location: asked.location,
                page: try Page(cursor: asked.cursor, limit: asked.limit, filter: filter.digest))
        }
        return HoldList.Reply(holds: page.rows, next: page.next)
    }
}
