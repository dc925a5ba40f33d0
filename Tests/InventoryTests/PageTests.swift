import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Lists as people leaf through them, and what another brand sees of them: nothing.
@Suite(.timeLimit(.minutes(10))) struct PageTests {
    /// A counter with one unit of each of these codes, all of one brand.
    private func open(_ codes: [String], _ body: (StockCounter) async throws -> Void) async throws {
        try await StockCounter.open { counter in
            for code in codes {
                let sku = SKUID.mint()
                try await counter.room.database.run(
                    "INSERT INTO skus (tenant_id, sku_id, code) VALUES (\(Names.tenant.uuid), \(sku.uuid), \(code))")
                try await counter.room.put(1, of: sku)
            }
            try await body(counter)
        }
    }

    @Test("levels are leafed through by code, whatever its case, each once")
    func levelsLeafedThrough() async throws {
        try await open(["b", "A", "d", "C", "e"]) { counter in
            var (codes, sizes): ([String], [Int]) = ([], [])
            var cursor: String?
            repeat {
                let page = try await counter.ask(StockList(cursor: cursor, limit: 2))
                codes += page.levels.map(\.code)
                sizes.append(page.levels.count)
                cursor = page.next
            } while cursor != nil && sizes.count < 10
            #expect(codes == ["A", "b", "C", "d", "e"] && sizes == [2, 2, 1])
        }
    }

    @Test("a SKU is called as the listing that is one of it, not as a bundle")
    func skuCalledListing() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(1, of: Names.shirt)
            try await counter.room.put(1, of: Names.mug)
            try await counter.room.database.run("UPDATE listings SET title = 'The ' || channel_sku")
            try await counter.room.database.run("UPDATE skus SET title = 'Ours' WHERE code = 'mug'")
            let page = try await counter.ask(StockList())
            #expect(page.levels.map(\.title) == ["Ours", "The shirt"], "its own title goes first")
        }
    }

    @Test("a search is a beginning, and its signs mean themselves")
    func searchBeginningSigns() async throws {
        try await open(["A_1", "a_2", "AB3", "A%4", "A%", "A\\5", "ÄB"]) { counter in
            let cases: [String: [String]] = [
                "a_": ["A_1", "a_2"], "A%": ["A%", "A%4"], "%": [], "_": [], "A\\": ["A\\5"], "b3": [],
                "a": ["A%", "A%4", "A\\5", "A_1", "a_2", "AB3"], "ab3": ["AB3"], "'": [],
            ]
            for (search, codes) in cases {
                let found = try await counter.ask(StockList(search: search)).levels.map(\.code)
                #expect(Set(found) == Set(codes) && found.count == codes.count, "\(search)")
            }
        }
    }

    @Test("listings are found by the beginning of either code, and by what is unmapped")
    func listingsFoundBeginning() async throws {
        try await StockCounter.open { counter in
            try await counter.room.database.run(
                """
                INSERT INTO listings (tenant_id, shop_id, channel_sku, channel_product, seller_sku, unmapped, synced_at)
                VALUES (\(Names.tenant.uuid), \(Names.shop.uuid), '100%', 'p', 'MU_G', 'blank', now())
                """)
            func names(_ question: ListingList) async throws -> [String] {
                try await counter.ask(question).listings.map(\.channelSKU)
            }
            #expect(try await names(ListingList()) == ["100%", "gift box", "mug", "shirt"])
            #expect(try await names(ListingList(search: "MU")) == ["100%", "mug"])
            #expect(try await names(ListingList(search: "mu_")) == ["100%"])
            #expect(try await names(ListingList(search: "%")) == [])
            #expect(try await names(ListingList(isUnmapped: true)) == ["100%"])
            let first = try await counter.ask(ListingList(limit: 3))
            #expect(first.listings.count == 3)
            #expect(try await names(ListingList(cursor: first.next, limit: 3)) == ["shirt"])
        }
    }

    @Test("a cursor of another list, or no cursor at all, and a wrong limit are refused by field")
    func cursorAnotherList() async throws {
        try await open(["a", "b"]) { counter in
            try await counter.room.put(1, of: Names.shirt)
            try await counter.room.put(1, of: Names.shirt)
            let stock = try #require(try await counter.ask(StockList(limit: 1)).next)
            let listings = try #require(try await counter.ask(ListingList(limit: 1)).next)
            let moves = try #require(try await counter.ask(StockHistory(sku: Names.shirt, limit: 1)).next)
            let forged = "stock1." + Data(#"{"code":"\u0000"}"#.utf8).base64EncodedString()
            let cursor = ["invalid", "unknownCursor", "/cursor"]
            for wrong in [listings, moves, forged, "", "stock1.", "x", String(repeating: "x", count: 5_000)] {
                #expect(await counter.refused(StockList(cursor: wrong)) == cursor)
            }
            for wrong in [stock, moves] { #expect(await counter.refused(ListingList(cursor: wrong)) == cursor) }
            for wrong in [stock, listings] {
                #expect(await counter.refused(StockHistory(sku: Names.shirt, cursor: wrong)) == cursor)
            }
            let limit = ["invalid", "outOfRange", "/limit"]
            for wrong in [0, -1, 201, Int.max, Int.min] {
                #expect(await counter.refused(StockList(limit: wrong)) == limit)
                #expect(await counter.refused(ListingList(limit: wrong)) == limit)
                #expect(await counter.refused(StockHistory(sku: Names.shirt, limit: wrong)) == limit)
            }
            for wrong in ["", "a\0", String(repeating: "x", count: 201)] {
                #expect(await counter.refused(StockList(search: wrong)) == ["invalid", "outOfRange", "/search"])
                #expect(await counter.refused(ListingList(search: wrong)) == ["invalid", "outOfRange", "/search"])
            }
        }
    }

    @Test("another brand sees nothing, and whoever speaks for both sees each one's")
    func anotherBrandSees() async throws {
        try await open(["a"]) { counter in
            try await counter.room.put(3, of: Names.shirt)
            let id = OrderID.mint()
            try await counter.room.handle(OrderChangedHandler(), [order(id, lines: [line("shirt", open: 1)])])
            let cursor = try await counter.ask(StockList(limit: 1)).next
            let eve = StockCounter.eve
            #expect(try await counter.ask(StockList(), as: eve).levels.isEmpty)
            #expect(try await counter.ask(StockList(cursor: cursor), as: eve).levels.isEmpty)
            #expect(try await counter.ask(ListingList(), as: eve).listings.isEmpty)
            #expect(try await counter.ask(ListingList(shop: Names.shop), as: eve).listings.isEmpty)
            #expect(
                await counter.refused(StockHistory(sku: Names.shirt), as: eve) == ["notFound", "unknownSKU", "/sku"])
            #expect(await counter.refused(OrderStockGet(order: id), as: eve) == ["notFound", "unknownOrder", "/order"])
            #expect(try await counter.ask(OrderStockGet(order: id)).needs.map(\.code) == ["shirt"])
            #expect(try await counter.ask(StockList(), as: StockCounter.agency).levels.map(\.code) == ["a", "shirt"])
        }
    }

    @Test("the states of many orders are told at once, to their own brand alone")
    func statesOfOrders() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(1, of: Names.shirt)
            let (first, late, unknown) = (OrderID.mint(), OrderID.mint(), OrderID.mint())
            for id in [first, late] {
                try await counter.room.handle(OrderChangedHandler(), [order(id, lines: [line("shirt", open: 1)])])
            }
            // Made to be locked: nothing is decided about it yet.
            let seen = OrderID.mint()
            try await counter.room.database.run(
                """
                INSERT INTO orders (tenant_id, order_id, shop_id)
                VALUES (\(Names.tenant.uuid), \(seen.uuid), \(Names.shop.uuid))
                """)
            let question = OrderStockStates(orders: [unknown, late, seen, first])
            func states(as caller: Caller) async throws -> [OrderID: String] {
                let states = try await counter.ask(question, as: caller).states
                return Dictionary(uniqueKeysWithValues: states.map { ($0.order, $0.state) })
            }
            #expect(try await states(as: StockCounter.ann) == [first: "reserved", late: "waiting"])
            #expect(try await states(as: StockCounter.agency) == [first: "reserved", late: "waiting"])
            #expect(try await states(as: StockCounter.eve) == [:])
            #expect(try await counter.ask(OrderStockStates(orders: [])).states.isEmpty)
            let many = OrderStockStates(orders: (0...200).map { _ in OrderID.mint() })
            #expect(await counter.refused(many) == ["invalid", "tooManyOrders", "/orders"])
            #expect(try await counter.ask(OrderStockStates(orders: Array(many.orders.dropLast()))).states.isEmpty)
        }
    }

    /// Five levels in pages of two: the ledger is summed a page at a time, and one that differs is still found.
    @Test("an operator's check compares levels a page at a time")
    func operatorCheckCompares() async throws {
        try await open(["a", "b", "c", "d", "e"]) { counter in
            let database = counter.room.database
            try await database.run(
                """
                UPDATE levels SET on_hand = on_hand + 7
                WHERE sku_id = (SELECT sku_id FROM levels ORDER BY tenant_id, sku_id, location_id OFFSET 4)
                """)
            var pages: [FactPage] = []
            var after: String?
            repeat {
                let page = try await LevelFacts.page(FactList(.levels, after: after), limit: 2, database)
                pages.append(page)
                after = page.next
            } while after != nil && pages.count < 10
            #expect(pages.map(\.facts.count) == [0, 0, 1] && pages.map(\.compared) == [5, nil, nil])
            #expect(pages.last?.facts.first?.figures["onHand"] == 8)
            #expect(pages.last?.facts.first?.figures["onHandMoved"] == 1)
        }
    }
}
