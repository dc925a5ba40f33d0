import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Ingestion

/// What the database itself forbids, whatever the code above it does.
struct IsolationTests {
    /// A table or a partition that has a tenant.
    private struct Table: PostgresRow {
        let name: String
        let isForced: Bool
        let leads: Bool
        let isPartition: Bool

        init(row: inout RowReader) throws {
            (name, isForced, leads, isPartition) = try row.next((String, Bool, Bool, Bool).self)
        }
    }

    private func tables(_ bench: Bench) async throws -> [Table] {
        try await bench.database.rows(
            """
            SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity, a.attnum = 1, c.relispartition
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relnamespace = 'ingestion'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname
            """, as: Table.self)
    }

    private func asTenant<Value: Sendable>(
        _ tenants: [TenantID]?, _ bench: Bench, _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        var options = TransactionOptions(role: "ingestion_tenant")
        if let tenants { options.settings = [("app.tenants", Caller(tenants: tenants, actor: "").setting)] }
        return try await bench.database.transaction(options, body)
    }

    @Test("every table with a tenant forces row level security, each day of a partitioned one included")
    func forced() async throws {
        try await Bench.run { bench in
            let tables = try await tables(bench)
            let names = Set(tables.map(\.name))
            #expect(
                names.isSuperset(of: [
                    "accounts", "connections", "token_uses", "oauth_states", "producers", "webhooks", "orders",
                    "order_events", "recipients", "faults", "returns", "products", "warehouses", "cursors",
                    "stock_wishes", "ship_wishes", "cancel_wishes", "tracking_wishes", "files", "parcel_scans",
                    "statements", "statement_lines", "payments", "affiliate_orders", "shop_facts", "read_grants",
                    "idempotency", "outbox", "failures", "work",
                ]))
            // A week ahead and, at the longest, 90 days back.
            #expect(tables.filter { $0.isPartition && $0.name.hasPrefix("token_uses_") }.count == 98)
            #expect(tables.filter { $0.isPartition && $0.name.hasPrefix("webhooks_") }.count == 22)
            for table in tables { #expect(table.isForced, "\(table.name)") }
        }
    }

    /// A row of the tenant's in every table that requests may read.
    private func fill(_ bench: Bench) async throws -> Ingestion.Connection {
        let shop = try await bench.connect()
        let order = try await bench.orders([Bench.order("1", placed: 1_767_220_000)], of: shop)[0]
        _ = try await bench.ask(OrderCancelHandler(queue: bench.queue), OrderCancel(order: "1"), key: "k")
        let (tenant, id) = (Bench.tenant.uuid, shop.shop.uuid)
        let rows: [SQL] = [
            "INSERT INTO faults VALUES (\(tenant), \(id), 'order', '1', 'id', 'is no id', 'poll')",
            "INSERT INTO cursors VALUES (\(tenant), \(id), 'orders', now(), NULL)",
            """
            INSERT INTO returns VALUES (\(tenant), \(id), '4035', \(order.uuid), 1, 'cancellation', 'requested', now(),
                '{}')
            """,
            "INSERT INTO files VALUES (\(tenant), \(UUID.v7()), 'x/y', '', '', now(), now() + interval '1 day')",
        ]
        for row in rows { try await bench.database.run(row) }
        return shop
    }

    @Test("rows are seen by their own tenant alone, in every table, and by nobody as nobody")
    func seen() async throws {
        try await Bench.run { bench in
            _ = try await fill(bench)
            let tables = [
                "accounts", "connections", "orders", "order_events", "returns", "cursors", "files", "cancel_wishes",
                "faults", "idempotency",
            ]
            for table in tables {
                let count: SQL =
                    "SELECT count(tenant_id) FROM \(identifier: table) WHERE tenant_id = \(Bench.tenant.uuid)"
                let own = try await asTenant([Bench.tenant], bench) { try await $0.first(count, as: Int.self) }
                #expect(try #require(own) > 0, "\(table) has a row of the tenant")
                let foreign = try await asTenant([Bench.otherTenant], bench) { try await $0.first(count, as: Int.self) }
                #expect(foreign == 0, "\(table)")
                let none = try await asTenant([], bench) { try await $0.first(count, as: Int.self) }
                #expect(none == 0, "\(table)")
                await #expect(throws: PostgresError.self, "\(table)") {
                    try await asTenant(nil, bench) { try await $0.first(count, as: Int.self) }
                }
            }
        }
    }

    @Test("rows are written for the own tenant alone, and no message or work is made for another")
    func written() async throws {
        try await Bench.run { bench in
            let shop = try await fill(bench)
            let (mine, order) = (Bench.tenant.uuid, UUID.v7())
            let inserts: [SQL] = [
                """
                INSERT INTO cancel_wishes (tenant_id, order_id, shop_id, channel_order, actor)
                VALUES (\(mine), \(order), \(shop.shop.uuid), '1', 'x')
                """,
                """
                INSERT INTO oauth_states (tenant_id, state_hash, market, expires_at)
                VALUES (\(mine), '', 'us', now())
                """,
                "INSERT INTO idempotency (tenant_id, key, fingerprint) VALUES (\(mine), 'x', '')",
                """
                SELECT publish(ARRAY[\(order)], '{x}', '{x}', '{x}', ARRAY[\(mine)], '{x}', ARRAY[\(order)], '{x}',
                    '{x}', 1)
                """,
            ]
            for insert in inserts {
                let error = await #expect(throws: PostgresError.self, "\(insert.text)") {
                    try await asTenant([Bench.otherTenant], bench) { try await $0.run(insert) }
                }
                #expect(error?.code == .insufficientPrivilege, "\(insert.text)")
            }
            let updates: [SQL] = [
                "UPDATE connections SET state = 'disconnected'", "UPDATE accounts SET trouble = 'x'",
                "UPDATE cancel_wishes SET state = 'accepted'",
            ]
            for update in updates {
                #expect(try await asTenant([Bench.otherTenant], bench) { try await $0.run(update) } == 0)
                #expect(try await asTenant([], bench) { try await $0.run(update) } == 0)
            }
            let stranger = try await asTenant([Bench.otherTenant], bench) { transaction in
                try await ConnectionStore.find(shop.shop, tenant: Bench.tenant, transaction)
            }
            #expect(stranger == nil)
        }
    }

    @Test("the role of requests has no way to tokens, raw webhooks, recipients, partitions, messages and work")
    func forbidden() async throws {
        try await Bench.run { bench in
            let partitions = try await tables(bench).filter(\.isPartition).map(\.name)
            let statements: [SQL] =
                [
                    "SELECT access_token FROM accounts", "SELECT refresh_token FROM accounts", "SELECT * FROM accounts",
                    "UPDATE accounts SET access_token = ''", "SELECT FROM recipients", "SELECT FROM webhooks",
                    "SELECT FROM notifications", "SELECT FROM token_uses", "SELECT state_hash FROM oauth_states",
                    "SELECT FROM producers", "INSERT INTO producers VALUES (\(Bench.tenant.uuid), 'x', NULL)",
                    "SELECT FROM producer_messages", "SELECT FROM ship_wishes", "SELECT FROM stock_wishes",
                    "SELECT FROM tracking_wishes", "SELECT FROM parcel_scans", "DELETE FROM faults",
                    "UPDATE orders SET status = 'x'",
                    "DELETE FROM orders", "INSERT INTO order_events DEFAULT VALUES", "DELETE FROM order_events",
                    "UPDATE connections SET cipher = 'x'", "DELETE FROM connections", "DELETE FROM cancel_wishes",
                    "SELECT FROM outbox", "SELECT FROM inbox", "SELECT FROM failures", "SELECT FROM deferred",
                    "SELECT FROM work", "SELECT keep_house()", "SELECT keep_days('webhooks', 1)",
                    "SELECT keep_tenants_apart('orders')", "SET ROLE ingestion_owner",
                ]
                + partitions.flatMap { name in
                    ["SELECT FROM \(identifier: name)", "DELETE FROM \(identifier: name)"] as [SQL]
                }
            for statement in statements {
                let error = await #expect(throws: PostgresError.self, "\(statement.text)") {
                    try await asTenant([Bench.tenant], bench) { try await $0.run(statement) }
                }
                #expect(error?.code == .insufficientPrivilege, "\(statement.text)")
            }
        }
    }

    @Test("even the owner sees the rows of the named brands alone, in each table and through each day of one")
    func throughEachTable() async throws {
        try await Bench.run { bench in
            _ = try await fill(bench)
            try await bench.database.run(
                """
                INSERT INTO webhooks VALUES (now(), 'n', \(Bench.tenant.uuid), NULL, 1, NULL, '', 'k', 'marked')
                """)
            let tables = try await guarded(bench)
            // 18 tables and 120 days.
            #expect(tables.count > 130)
            let own = try await counts(tables, [Bench.tenant], bench)
            let today = try await bench.database.first(
                "SELECT tableoid::regclass::text FROM webhooks LIMIT 1", as: String.self)
            for name in ["orders", "recipients", "cancel_wishes", "webhooks", try #require(today)] {
                #expect(own[name] ?? 0 > 0, "\(name)")
            }
            for tenants in [[Bench.otherTenant], []] {
                let seen = try await counts(tables, tenants, bench)
                #expect(seen.count == tables.count)
                #expect(seen.allSatisfy { $0.value == 0 }, "\(seen)")
            }
        }
    }

    @Test("nor can the owner write another brand's row, also not into a day of a table")
    func writesThroughEachTable() async throws {
        try await Bench.run { bench in
            _ = try await fill(bench)
            let tables = try await guarded(bench)
            try await bench.asOwner { pool in
                for name in tables {
                    for tenants in [[Bench.otherTenant], []] {
                        let options = Self.options(tenants)
                        let change: SQL = "UPDATE \(identifier: name) SET tenant_id = tenant_id"
                        let changed = try await pool.transaction(options) { try await $0.run(change) }
                        #expect(changed == 0, "\(name)")
                    }
                }
                for name in tables where name.hasPrefix("token_uses") {
                    let row: SQL =
                        "INSERT INTO \(identifier: name) VALUES (\(Bench.tenant.uuid), \(UUID.v7()), 'access', '')"
                    let error = await #expect(throws: PostgresError.self) {
                        try await pool.transaction(Self.options([Bench.otherTenant])) { try await $0.run(row) }
                    }
                    #expect(error?.code == .insufficientPrivilege, "\(name)")
                }
            }
        }
    }

    /// Every table and every day that a policy keeps brands apart in.
    private func guarded(_ bench: Bench) async throws -> [String] {
        try await bench.database.rows(
            """
            SELECT c.relname::text FROM pg_class AS c JOIN pg_policy AS p ON p.polrelid = c.oid
            WHERE p.polname = 'of_tenant' AND c.relnamespace = 'ingestion'::regnamespace ORDER BY 1
            """, as: String.self)
    }

    private static func options(_ tenants: [TenantID]) -> TransactionOptions {
        TransactionOptions(settings: [("app.tenants", Caller(tenants: tenants, actor: "").setting)])
    }

    private func counts(_ tables: [String], _ tenants: [TenantID], _ bench: Bench) async throws -> [String: Int] {
        try await bench.asOwner { pool in
            try await pool.transaction(Self.options(tenants)) { transaction in
                var counts: [String: Int] = [:]
                for name in tables {
                    counts[name] = try await transaction.first(
                        "SELECT count(*) FROM \(identifier: name)", as: Int.self)
                }
                return counts
            }
        }
    }

    @Test("the log of orders is only ever added to, also by the worker")
    func finalLog() async throws {
        try await Bench.run { bench in
            _ = try await fill(bench)
            for statement: SQL in ["UPDATE order_events SET source = 'x'", "DELETE FROM order_events"] {
                await #expect(throws: PostgresError.self) { try await bench.database.run(statement) }
            }
        }
    }
}
