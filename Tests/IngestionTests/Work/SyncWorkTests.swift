import Contracts
import Foundation
import Messaging
import Postgres
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

    @Test("every table of the service with a tenant is under forced row-level security, partitions included")
    func rights() async throws {
        try await Bench.run { bench in
            let open = try await bench.database.rows(
                """
                SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
                WHERE c.relnamespace = 'ingestion'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id'
                    AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                    AND c.relname NOT IN ('outbox', 'failures', 'deferred') ORDER BY 1
                """, as: String.self)
            #expect(open == [])
        }
    }

    @Test("a request reads the rows of its own brands alone, by table and by partition; nobody reads none")
    func isolation() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in ["orders": [OrderWorkTests.order("1")]] }
            try await bench.queue.enqueue([FetchOrders.item("1", shop, source: .webhook)])
            try await bench.work()
            let tables = try await bench.database.rows(
                """
                SELECT c.relname::text FROM pg_class AS c JOIN pg_policy AS p ON p.polrelid = c.oid
                WHERE p.polname = 'of_tenant' AND c.relnamespace = 'ingestion'::regnamespace ORDER BY 1
                """, as: String.self)
            #expect(tables.count > 17)
            let role = "tenant_\(UUID.v7().text.replacing("-", with: "_"))"
            try await bench.database.run("CREATE ROLE \(identifier: role)")
            do {
                try await bench.database.run("GRANT USAGE ON SCHEMA ingestion TO \(identifier: role)")
                try await bench.database.run(
                    "GRANT SELECT ON ALL TABLES IN SCHEMA ingestion TO \(identifier: role)")
                let own = try await Self.rows(in: tables, of: "{\(Bench.tenant)}", as: role, bench)
                #expect(own["orders"] == 1)
                #expect(own["connections"] == 1)
                for brands in ["{\(Bench.otherTenant)}", "{}"] {
                    let others = try await Self.rows(in: tables, of: brands, as: role, bench)
                    #expect(others.allSatisfy { $0.value == 0 }, "\(others)")
                }
            } catch {
                try await Self.drop(role, bench)
                throw error
            }
            try await Self.drop(role, bench)
        }
    }

    private static func rows(
        in tables: [String], of brands: String, as role: String, _ bench: Bench
    ) async throws -> [String: Int] {
        let options = TransactionOptions(role: role, settings: [("app.tenants", brands)])
        return try await bench.database.transaction(options) { transaction in
            var counts: [String: Int] = [:]
            for table in tables {
                counts[table] = try await transaction.first("SELECT count(*) FROM \(identifier: table)", as: Int.self)
            }
            return counts
        }
    }

    private static func drop(_ role: String, _ bench: Bench) async throws {
        try await bench.database.run("DROP OWNED BY \(identifier: role)")
        try await bench.database.run("DROP ROLE \(identifier: role)")
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

    private static func product(_ id: String, _ changes: [String: Any] = [:]) -> [String: Any] {
        let fields: [String: Any] = [
            "id": id, "title": "Demo \(id)", "status": "ACTIVATE", "update_time": 1_767_220_000,
            "skus": [["id": "\(id)1", "seller_sku": "S\(id)"]],
        ]
        return fields.merging(changes) { $1 }
    }
}
