import Contracts
import Messaging

/// Answers what is offered where.
struct ListingListHandler: RequestHandler {
    func answer(_ question: Received<ListingList>, _ desk: Desk) async throws -> ListingList.Reply {
        let asked = question.body
        let filter = PageCursor.Filter(
            "listings", [asked.shop?.description, (asked.isUnmapped ?? false).description, asked.search])
        let page = try await desk.page { () throws(Obstacle) in
            ListingPages.Query(
                tenants: desk.caller.tenants, shop: asked.shop, isUnmapped: asked.isUnmapped ?? false,
                search: try PlainText.checked(asked.search, at: "/search"),
                page: try Page(cursor: asked.cursor, limit: asked.limit, filter: filter.digest))
        }
        return ListingList.Reply(listings: page.rows, next: page.next)
    }
}
