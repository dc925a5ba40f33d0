import Contracts
import Messaging

/// Answers how much there is, SKU by SKU.
struct StockListHandler: RequestHandler {
    func answer(_ question: Received<StockList>, _ desk: Desk) async throws -> StockList.Reply {
        let asked = question.body
        let filter = PageCursor.Filter(
            "stock", [asked.search, asked.location?.description, (asked.isLow ?? false).description])
        let page = try await desk.page { () throws(Obstacle) in
            StockStore.Query(
                tenants: desk.caller.tenants, search: try PlainText.checked(asked.search, at: "/search"),
                location: asked.location, isLow: asked.isLow ?? false,
                page: try Page(cursor: asked.cursor, limit: asked.limit, filter: filter.digest))
        }
        return StockList.Reply(levels: page.rows, next: page.next)
    }
}
