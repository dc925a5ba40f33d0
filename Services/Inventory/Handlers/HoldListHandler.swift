import Contracts
import Messaging

/// Answers which units people have set aside.
struct HoldListHandler: RequestHandler {
    func answer(_ question: Received<HoldList>, _ desk: Desk) async throws -> HoldList.Reply {
        let asked = question.body
        let query = try checked { () throws(Obstacle) in
            HoldPages.Query(
                tenants: desk.caller.tenants, sku: asked.sku, location: asked.location,
                page: try Page(cursor: asked.cursor, limit: asked.limit))
        }
        let holds = try await desk.read { try await HoldPages.list(query, $0) }
        let page = query.page.cut(holds) { HoldEnd(hold: $0.hold) }
        return HoldList.Reply(holds: page.rows, next: page.next)
    }
}
