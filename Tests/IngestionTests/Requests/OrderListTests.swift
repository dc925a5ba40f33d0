import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Ingestion

struct OrderListTests {
    private static let handler = OrderListHandler()

    @Test("orders come newest first in pages that neither repeat nor skip, also where many are of one second")
    func pages() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            // Three to a second.
            let ids = try await bench.orders(
                (0..<25).map { Bench.order("10\(10 + $0)", placed: 1_767_220_000 + $0 / 3) }, of: shop)
            var seen: [OrderSummary] = []
            var cursor: String?
            for _ in 0..<10 {
                let page = try await bench.ask(Self.handler, OrderList(cursor: cursor, limit: 4))
                #expect(page.orders.count <= 4)
                seen += page.orders
                cursor = page.next
                if cursor == nil { break }
            }
            #expect(seen.count == 25)
            #expect(Set(seen.map(\.order)) == Set(ids))
            #expect(seen.map(\.placedAt) == seen.map(\.placedAt).sorted(by: >))
            let order = try #require(seen.last)
            // Two tumblers at 24.90 less 2.00 each; the gift is a unit, but worth nothing.
            #expect(order.gmv == Money(minorUnits: 4580, currency: .usd))
            #expect(order.units == 3)
        }
    }

    @Test("a filter narrows by shop, status, time and the beginning of an id")
    func filters() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let other = try await bench.connect("7496", openID: "open-2")
            let ids = try await bench.orders(
                [
                    Bench.order("5764001", placed: 1_767_220_000),
                    Bench.order("5764002", placed: 1_767_220_010, ["status": "CANCELLED"]),
                ], of: shop)
            try await bench.orders([Bench.order("9%_1", placed: 1_767_220_020)], of: other)
            func list(_ question: OrderList) async throws -> [String] {
                try await bench.ask(Self.handler, question).orders.map(\.channelOrder)
            }
            #expect(try await list(OrderList()) == ["9%_1", "5764002", "5764001"])
            #expect(try await list(OrderList(shop: shop.shop)) == ["5764002", "5764001"])
            #expect(try await list(OrderList(status: .cancelled)) == ["5764002"])
            let second = Instant(seconds: 1_767_220_010)
            #expect(try await list(OrderList(from: second)) == ["9%_1", "5764002"])
            #expect(try await list(OrderList(until: second)) == ["5764001"])
            #expect(try await list(OrderList(search: "5764")) == ["5764002", "5764001"])
            #expect(try await list(OrderList(search: "5764001")) == ["5764001"])
            #expect(try await list(OrderList(search: ids[0].description)) == ["5764001"])
            #expect(try await list(OrderList(search: String(ids[0].description.prefix(30)))).contains("5764001"))
            // Signs of patterns mean themselves.
            #expect(try await list(OrderList(search: "9%_")) == ["9%_1"])
            #expect(try await list(OrderList(search: "%")).isEmpty)
            #expect(try await list(OrderList(search: "57640_")).isEmpty)
        }
    }

    /// 1,005 orders of one beginning are more than are looked up one by one. Three share a second each: of the ten that
    /// begin with 5764119 the last two are of the last one, 198 / 3 = 199 / 3 = 66.
    @Test("a search that fits many orders tells them like a list, and one that fits few finds them however old")
    func manyHits() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let names = (0..<1005).map { "5764\(1000 + $0)" }
            try await bench.orders(
                [Bench.order("57630", placed: 1_767_210_000)]
                    + names.enumerated().map { Bench.order($1, placed: 1_767_220_000 + $0 / 3) }, of: shop)
            func list(_ question: OrderList) async throws -> OrderList.Reply {
                try await bench.ask(Self.handler, question)
            }
            var (seen, cursor): ([OrderSummary], String?) = ([], nil)
            repeat {
                let page = try await list(OrderList(search: "5764", cursor: cursor, limit: 200))
                seen += page.orders
                cursor = page.next
            } while cursor != nil && seen.count < 5000
            #expect(Set(seen.map(\.channelOrder)) == Set(names) && seen.count == 1005)
            #expect(seen.map(\.placedAt) == seen.map(\.placedAt).sorted(by: >))
            #expect(try await list(OrderList(search: "5763")).orders.map(\.channelOrder) == ["57630"])
            let newest = try await list(OrderList(search: "5764119", limit: 2))
            #expect(Set(newest.orders.map(\.channelOrder)) == ["57641198", "57641199"])
            let rest = try await list(OrderList(search: "5764119", cursor: newest.next)).orders.map(\.channelOrder)
            #expect(Set(rest) == Set((0..<8).map { "5764119\($0)" }) && rest.count == 8)
            #expect(try await list(OrderList(status: .cancelled, search: "5764")).orders.isEmpty)
        }
    }

    @Test("cursors from elsewhere and absurd page sizes are refused with the field's name")
    func refusals() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await bench.orders((1...3).map { Bench.order("\($0)", placed: 1_767_220_000 + $0) }, of: shop)
            let next = try #require(try await bench.ask(Self.handler, OrderList(limit: 1)).next)
            let others = [
                OrderList(status: .unpaid, cursor: next), OrderList(search: "1", cursor: next), OrderList(cursor: "x"),
            ]
            let filter = PageCursor.Filter("orders", [nil, nil, nil, nil, nil])
            let forged = try PageCursor(at: Instant(milliseconds: 0), keys: ["7495"]).text(of: filter)
            for question in others + [OrderList(cursor: forged)] {
                #expect(await bench.refusal(Self.handler, question)?.field == "/cursor")
            }
            for limit in [0, -1, 201, 1_000_000_000] {
                #expect(await bench.refusal(Self.handler, OrderList(limit: limit))?.field == "/limit")
            }
            #expect(await bench.refusal(Self.handler, OrderList(search: "a b"))?.field == "/search")
            #expect(await bench.refusal(ReturnListHandler(), ReturnList(cursor: next))?.field == "/cursor")
        }
    }

    @Test("another brand sees nothing, nobody sees nothing, an agency sees all of its brands in one order")
    func brands() async throws {
        try await Bench.run { bench in
            let mine = try await bench.connect()
            let others = try await bench.connect("7496", tenant: Bench.otherTenant, openID: "open-2")
            let ids = try await bench.orders([Bench.order("1", placed: 1_767_220_000)], of: mine)
            try await bench.orders([Bench.order("2", placed: 1_767_220_001)], of: others)
            func list(_ tenants: [TenantID]) async throws -> [String] {
                try await bench.ask(Self.handler, OrderList(), as: tenants).orders.map(\.channelOrder)
            }
            #expect(try await list([Bench.tenant]) == ["1"])
            #expect(try await list([Bench.otherTenant]) == ["2"])
            #expect(try await list([Bench.tenant, Bench.otherTenant]) == ["2", "1"])
            #expect(try await list([]).isEmpty)
            for tenants in [[Bench.otherTenant], []] {
                let names = [ids[0].description, "1"]
                for name in names {
                    let refusal = await bench.refusal(OrderGetHandler(), OrderGet(order: name), as: tenants)
                    #expect(refusal?.kind == .notFound)
                }
            }
        }
    }

    @Test("an order goes by either id and comes with its log, its returns and what became of a wish to cancel")
    func get() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let id = try await bench.orders([Bench.order("1", placed: 1_767_220_000)], of: shop)[0]
            try await bench.orders(
                [Bench.order("1", placed: 1_767_220_000, ["status": "CANCELLED", "update_time": 1_767_220_060])],
                of: shop)
            for name in [id.description, "1"] {
                let reply = try await bench.ask(OrderGetHandler(), OrderGet(order: name))
                #expect(reply.order.order == id)
                #expect(reply.order.status == .cancelled)
                #expect(reply.order.previousStatus == .awaitingShipment)
                #expect(reply.shopTitle == "Demo")
                #expect(reply.events.map(\.version) == [1, 2])
                #expect(reply.events.last?.source == "poll")
                #expect(reply.events.last?.at == Instant(seconds: 1_767_220_060))
                #expect(reply.returns.isEmpty)
                #expect(reply.cancel == nil)
            }
            // A place that is kept for an order is none yet.
            try await bench.database.run(
                """
                INSERT INTO orders (tenant_id, id, shop_id, channel_order)
                VALUES (\(Bench.tenant.uuid), \(UUID.v7()), \(shop.shop.uuid), '2')
                """)
            #expect(await bench.refusal(OrderGetHandler(), OrderGet(order: "2"))?.kind == .notFound)
            #expect(try await bench.ask(Self.handler, OrderList()).orders.count == 1)
        }
    }
}
