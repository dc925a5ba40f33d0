import Outbound
import Testing
import TikTokShop

struct PagingTests {
    @Test("The next page is asked for by the token, everything else the same")
    func next() throws {
        let call = SearchOrders(paging: Paging(size: 20))
        let page = try Fixture.page(#"{"code":0,"data":{"orders":[],"next_page_token":"6A+P/q=="}}"#, of: Order.self)
        let next = try #require(call.following(page))
        #expect(next.query == call.query + [QueryItem("page_token", "6A+P/q==")])
    }

    @Test(
        "Without a token the page was the last",
        arguments: [
            #"{"code":0,"data":{"orders":[],"next_page_token":""}}"#, #"{"code":0,"data":{"orders":[]}}"#,
            #"{"code":0,"data":{}}"#, #"{"code":0,"data":null}"#, #"{"code":0}"#,
        ])
    func last(json: String) throws {
        let page = try Fixture.page(json, of: Order.self)
        #expect(page.items.isEmpty)
        #expect(SearchOrders().following(page) == nil)
    }

    @Test("The same token again ends the search instead of going round")
    func circle() throws {
        let page = try Fixture.page(#"{"code":0,"data":{"next_page_token":"t"}}"#, of: Order.self)
        let second = try #require(SearchOrders().following(page))
        #expect(second.following(page) == nil)
    }

    @Test(
        "Page sizes are moved into what the channel allows",
        arguments: [(Int.max, "100", "50"), (0, "1", "10"), (-5, "1", "10"), (30, "30", "30")])
    func sizes(asked: Int, orders: String, returns: String) {
        #expect(SearchOrders(paging: Paging(size: asked)).query.first == QueryItem("page_size", orders))
        #expect(SearchReturns(paging: Paging(size: asked)).query.first == QueryItem("page_size", returns))
    }

    @Test("Orders are asked for by ids in batches of 50, each once")
    func batches() {
        let ids = (0..<120).map(String.init)
        let batches = GetOrders.batches(of: ids + ids)
        #expect(batches.map(\.ids.count) == [50, 50, 20])
        #expect(batches.flatMap(\.ids) == ids)
        #expect(GetOrders.batches(of: []).isEmpty)
    }
}
