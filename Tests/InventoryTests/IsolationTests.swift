import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// What one tenant can see of another: nothing, through the role that requests run as.
@Suite struct IsolationTests {
    @Test("every table with a tenant forces row level security")
    func everyTableTenant() async throws {
        try await StockRoom.lend { room in
            let open = try await room.database.rows(
                """
                SELECT c.relname::text FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE c.relnamespace = 'inventory'::regnamespace AND c.relkind IN ('r', 'p')
                    AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """, as: String.self)
            #expect(open.isEmpty, "open: \(open)")
            let tables = try await room.count("pg_class", "relnamespace = 'inventory'::regnamespace AND relrowsecurity")
            #expect(tables >= 15, "there is something to look at")
        }
    }

    @Test("a tenant reads and writes its own rows, nobody's without a name, and never the ledger's past")
    func tenantReadsWrites()
        async throws
    {
        try await Self.withRoles { room, role in
            let (mine, theirs) = (Names.tenant.uuid, Names.other.uuid)
            func asTenant(_ tenants: [UUID]?, _ sql: SQL) async throws -> Int {
                let list = "{" + (tenants ?? []).map(\.text).joined(separator: ",") + "}"
                let settings = tenants == nil ? [] : [(name: "app.tenants", value: list)]
                return try await room.transaction(TransactionOptions(role: role, settings: settings)) {
                    try await $0.run(sql)
                }
            }
            func add(_ tenant: UUID) -> SQL {
                """
                INSERT INTO listings (tenant_id, shop_id, channel_sku, channel_product, synced_at)
                VALUES (\(tenant), \(UUID.v7()), 'A', 'P', now())
                """
            }
            let count1 = try await asTenant([mine], add(mine))
            #expect(count1 == 1)
            let count2 = try await asTenant([theirs], "SELECT * FROM listings")
            #expect(count2 == 0)
            let count3 = try await asTenant([theirs], "UPDATE listings SET title = 'B'")
            #expect(count3 == 0)
            let count4 = try await asTenant([mine, theirs], "SELECT * FROM listings")
            #expect(count4 == 1)
            await #expect(throws: (any Error).self) { try await asTenant([theirs], add(mine)) }
            await #expect(throws: (any Error).self) { try await asTenant(nil, "SELECT * FROM listings") }
            await #expect(throws: (any Error).self) { try await asTenant([mine], "UPDATE skus SET code = 'B'") }
            try await room.run("INSERT INTO skus (tenant_id, sku_id, code) VALUES (\(mine), \(UUID.v7()), 'A')")
            let count5 = try await asTenant([theirs], "UPDATE skus SET threshold = 1, buffer = 1")
            #expect(count5 == 0)
            let count6 = try await asTenant([mine], "UPDATE skus SET threshold = 1, buffer = 1")
            #expect(count6 == 1)
            func name(_ tenant: UUID) -> SQL {
                "INSERT INTO skus (tenant_id, sku_id, code) VALUES (\(tenant), \(UUID.v7()), 'B')"
            }
            let count7 = try await asTenant([mine], name(mine))
            #expect(count7 == 1)
            await #expect(throws: (any Error).self) { try await asTenant([mine], name(theirs)) }
            await #expect(throws: (any Error).self) { try await asTenant([mine], "SELECT * FROM shops") }
            await #expect(throws: (any Error).self) { try await asTenant([mine], "SELECT * FROM inbox") }
            await #expect(throws: (any Error).self) { try await asTenant([mine], "SELECT * FROM outbox") }
            await #expect(throws: (any Error).self) { try await asTenant([mine], "UPDATE moves SET on_hand = 0") }
            await #expect(throws: (any Error).self) { try await asTenant([mine], "DELETE FROM moves") }
        }
    }

    /// A schema of its own, whose roles exist when it is migrated; roles belong to the whole server.
    private static func withRoles(_ body: (PostgresPool, String) async throws -> Void) async throws {
        try await withDatabase { url in
            let schema = "inventory_\(UInt32.random(in: 0...UInt32.max))"
            var configuration = try PostgresConfiguration(url: url)
            configuration.searchPath = [schema]
            let pool = PostgresPool(configuration, logger: silent)
            let roles = ["\(schema)_worker", "\(schema)_tenant"]
            for role in roles { try await pool.run("CREATE ROLE \(identifier: role)") }
            let result: Result<Void, any Error>
            do {
                let sources = [Messaging.migrations, App.migrations]
                try await Migrator(configuration, schema: schema, sources: sources, logger: silent).migrate()
                result = .success(try await body(pool, roles[1]))
            } catch {
                result = .failure(error)
            }
            for role in roles { _ = try? await pool.run("DROP OWNED BY \(identifier: role)") }
            for role in roles { _ = try? await pool.run("DROP ROLE \(identifier: role)") }
            await pool.close()
            try result.get()
        }
    }
}
