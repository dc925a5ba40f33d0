import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

struct SyncWorkTests {
    @Test("a return of an order that nobody knew brings the order along, and a repeat tells nothing")
    func returns() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.searchCancellations) { _ in
                [
                    "cancellations": [
                        [
                            "cancel_id": "4035", "order_id": "1", "cancel_status": "CANCELLATION_REQUEST_PENDING",
                            "create_time": 1_767_230_000, "update_time": 1_767_230_000,
                            "refund_amount": ["currency": "USD", "refund_subtotal": "21.90"],
                            "cancel_line_items": [["sku_id": "1729000000000000101"]],
                        ]
                    ]
                ]
            }
            bench.channel.on(.searchReturns) { _ in [:] as [String: Any] }
            bench.channel.on(.getOrders) { _ in ["orders": [OrderWorkTests.order("1")]] }
            for _ in 0..<2 {
                try await bench.queue.enqueue([SyncReturns.item(shop)])
                try await bench.work()
            }
            let told = try await bench.sent(ReturnChanged.self)
            #expect(told.map(\.channelReturn) == ["4035"])
            #expect(told.first?.order == (try await bench.sent(OrderChanged.self)).first?.order)
            #expect(told.first?.lines == [.init(channelSKU: "1729000000000000101", units: 1, goodsRefund: 2190)])
            #expect(bench.channel.count(.getOrders) == 1)
        }
    }

    @Test("a catalogue is read page by page; new listings are then read whole, and nothing is told twice")
    func catalogue() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.searchProducts) { call in
                call.query["page_token"] == nil
                    ? ["products": [Self.product("1")], "next_page_token": "two"] : ["products": [Self.product("2")]]
            }
            bench.channel.on(.searchInventory) { _ in ["inventory": []] as [String: Any] }
            bench.channel.on(.getProduct) { call in
                Self.product(call.path[0], ["package_weight": ["value": "520", "unit": "GRAM"]])
            }
            try await bench.queue.enqueue([SyncCatalogue.item(shop)])
            try await bench.work()
            let told = try await bench.sent(ProductSynced.self)
            #expect(told.count == 4)
            #expect(told.filter { $0.weightGrams == 520 }.map(\.channelProduct).sorted() == ["1", "2"])
            try await bench.queue.enqueue([SyncCatalogue.item(shop)])
            try await bench.work()
            #expect(try await bench.sent(ProductSynced.self).count == 4)
            #expect(bench.channel.count(.getProduct) == 2)
        }
    }

    @Test(
        "a search that the channel does not go on with begins anew",
        arguments: [TikTokShopError.Kind.invalidRequest, .tooManyResults])
    func searchAnew(kind: TikTokShopError.Kind) async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            var pipeline = Pipeline()
            Cursor(readTo: Date(), token: "page 101").save(
                .catalogue, tenant: shop.tenant, shop: shop.shop, &pipeline)
            let rest = pipeline
            try await bench.database.send(rest)
            bench.channel.on(.searchProducts) { call in
                if call.query["page_token"] != nil { throw ScriptedChannel.error(kind, .searchProducts) }
                return ["products": [Self.product("1")]]
            }
            bench.channel.on(.searchInventory) { _ in [:] as [String: Any] }
            bench.channel.on(.getProduct) { call in Self.product(call.path[0]) }
            try await bench.queue.enqueue([SyncCatalogue.item(shop)])
            try await bench.work()
            #expect(try await bench.count("products") == 1)
            let cursor = try await Cursor.find(.catalogue, tenant: shop.tenant, shop: shop.shop, bench.database)
            #expect(cursor?.token == nil)
        }
    }

    @Test("a catalogue with more listings than the channel shows is read by spans of time, and the round ends")
    func manyListings() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            // From 2020 to 2025; a search shows 5 of them, 2 on a page.
            let times = (0..<11).map { 1_600_000_000 + $0 * 15_000_000 }
            bench.channel.on(.searchProducts) { call in try Self.capped(call, times) }
            bench.channel.on(.searchInventory) { _ in [:] as [String: Any] }
            try await bench.queue.enqueue([SyncCatalogue.item(shop)])
            try await bench.work(
                [SyncCatalogue(desk: bench.desk)],
                until: {
                    let cursor = try await Cursor.find(
                        .catalogue, tenant: shop.tenant, shop: shop.shop, bench.database)
                    return cursor != nil && cursor?.token == nil
                })
            #expect(try await bench.count("products") == 11)
            #expect(try await bench.count("faults") == 0)
        }
    }

    /// A search that shows five results, as TikTok Shop shows 10,000.
    private static func capped(_ call: ScriptedChannel.Call, _ times: [Int]) throws -> [String: Any] {
        let body = try JSONSerialization.jsonObject(with: Data(call.body.utf8)) as? [String: Int] ?? [:]
        let (from, through) = (body["update_time_ge"] ?? 0, body["update_time_le"] ?? .max)
        let found = times.indices.filter { (from...through).contains(times[$0]) }
        let offset = Int(call.query["page_token"] ?? "") ?? 0
        guard offset < 5 else { throw ScriptedChannel.error(.tooManyResults, .searchProducts) }
        let page = found[min(offset, found.count)..<min(offset + 2, 5, found.count)]
        return [
            "products": page.map { product("\($0)", ["update_time": times[$0]]) },
            "next_page_token": min(offset + 2, 5) < found.count ? "\(offset + 2)" : "",
        ]
    }

    @Test("a channel that refuses every second page ends the round with a fault, not in a circle")
    func refusedPages() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.searchProducts) { call in
                if call.query["page_token"] != nil { throw ScriptedChannel.error(.invalidRequest, .searchProducts) }
                return ["products": [Self.product("1")], "next_page_token": "two"]
            }
            bench.channel.on(.searchInventory) { _ in [:] as [String: Any] }
            try await bench.queue.enqueue([SyncCatalogue.item(shop)])
            try await bench.work([SyncCatalogue(desk: bench.desk)], until: { try await bench.count("faults") == 1 })
            // The first page and three repeats of it, each followed by a refusal.
            #expect(bench.channel.count(.searchProducts) == 8)
            #expect(try await bench.work(of: SyncCatalogue.self) == [])
        }
    }

    @Test("warehouses are told when they are new or have changed")
    func warehouses() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let name = Shown(1)
            bench.channel.on(.warehouses) { _ in
                ["warehouses": [["id": "W", "name": "Main \(name.value)", "type": "SALES_WAREHOUSE"]]]
            }
            for round in [1, 1, 2] {
                name.value = round
                try await bench.queue.enqueue([SyncWarehouses.item(shop)])
                try await bench.work()
            }
            #expect(try await bench.sent(WarehouseSynced.self).map(\.title) == ["Main 1", "Main 2"])
        }
    }

    @Test("the house is kept: labels and recipients that are over go, others stay")
    func house() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in
                ["orders": [OrderWorkTests.order("1", ["status": "COMPLETED"]), OrderWorkTests.order("2")]]
            }
            try await bench.queue.enqueue(["1", "2"].map { FetchOrders.item($0, shop, source: .webhook) })
            try await bench.work()
            try await bench.database.run("UPDATE orders SET updated_at = now() - interval '91 days'")
            try await bench.queue.enqueue([KeepHouse.item])
            try await bench.work()
            let kept = try await bench.database.rows(
                """
                SELECT o.channel_order FROM recipients AS r JOIN orders AS o ON o.id = r.order_id
                WHERE r.sealed IS NOT NULL
                """, as: String.self)
            #expect(kept == ["2"])
        }
    }

    @Test("what is kept for a day goes: used codes, places of orders that could not be read; old faults go as well")
    func cleared() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let (tenant, id) = (shop.tenant.uuid, shop.shop.uuid)
            for age in ["1 hour", "31 days"] {
                let rows: [SQL] = [
                    """
                    INSERT INTO orders (tenant_id, id, shop_id, channel_order, first_seen_at)
                    VALUES (\(tenant), \(UUID.v7()), \(id), \(age), now() - \(age)::interval)
                    """,
                    """
                    INSERT INTO callbacks (id, code, code_key, created_at)
                    VALUES (\(UUID.v7()), '', 'k', now() - \(age)::interval)
                    """,
                    """
                    INSERT INTO faults (tenant_id, shop_id, subject, key, field, problem, source, last_at)
                    VALUES (\(tenant), \(id), 'order', \(age), 'id', 'x', 'poll', now() - \(age)::interval)
                    """,
                ]
                for row in rows { try await bench.database.run(row) }
            }
            try await bench.queue.enqueue([KeepHouse.item])
            try await bench.work()
            for table in ["orders", "callbacks", "faults"] { #expect(try await bench.count(table) == 1, "\(table)") }
        }
    }

    @Test(
        "who makes a day waits a second behind a long read, and nobody waits behind him",
        arguments: ["webhooks", "token_uses"])
    func longRead(table: String) async throws {
        try await Bench.run { bench in
            try await bench.asOwner { owner in
                let day = try #require(
                    try await owner.first(
                        """
                        SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = \(table)::regclass
                        ORDER BY 1 DESC LIMIT 1
                        """, as: String.self))
                try await owner.run("DROP TABLE \(identifier: day)")
            }
            try await bench.database.transaction { reader in
                _ = try await reader.first("SELECT count(*) FROM \(identifier: table)", as: Int.self)
                let other = PostgresPool(try Bench.configuration(bench.url), size: 1, logger: silent)
                let error = await #expect(throws: PostgresError.self) {
                    try await other.run("SELECT keep_days(\(table), 14)")
                }
                await other.close()
                #expect(error?.code == .lockNotAvailable)
            }
        }
    }

    private static func product(_ id: String, _ changes: [String: Any] = [:]) -> [String: Any] {
        let fields: [String: Any] = [
            "id": id, "title": "Demo \(id)", "status": "ACTIVATE", "update_time": 1_767_220_000,
            "skus": [["id": "\(id)1", "seller_sku": "S\(id)"]],
        ]
        return fields.merging(changes) { $1 }
    }
}
