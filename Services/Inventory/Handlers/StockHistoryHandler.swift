import Contracts
import Messaging

/// Answers what moved the stock of a SKU.
struct StockHistoryHandler: RequestHandler {
    func answer(_ question: Received<StockHistory>, _ desk: Desk) async throws -> StockHistory.Reply {
        let (asked, tenants) = (question.body, desk.caller.tenants)
        let filter = PageCursor.Filter("moves", [asked.sku.description, asked.location?.description])
        let page = try checked { () throws(Obstacle) in
            try Page<MoveEnd>(cursor: asked.cursor, limit: asked.limit, filter: filter.digest)
        }
        let moves = try await desk.read { database in
            guard try await HistoryStore.knows(asked.sku, tenants: tenants, database) else {
                throw Refusal(.unknown("SKU", at: "/sku"))
            }
            return try await HistoryStore.list(asked.sku, at: asked.location, tenants: tenants, page, database)
        }
        let cut = page.cut(moves) { MoveEnd(move: $0.move) }
        return StockHistory.Reply(moves: cut.rows, next: cut.next)
    }
}
