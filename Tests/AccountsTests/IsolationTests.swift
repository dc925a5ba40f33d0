import Contracts
import Foundation
import Messaging
import Postgres
import ServiceKit
import TestKit
import Testing

@testable import Accounts

/// What the database itself forbids, whatever the code above it does.
@Suite(.timeLimit(.minutes(3)))
struct IsolationTests {
    /// Tables and partitions of the schema that have a tenant.
    private struct Table: PostgresRow {
        let name: String
        let isForced: Bool
        let leads: Bool

        init(row: inout RowReader) throws {
            name = try row.next()
            isForced = try row.next()
            leads = try row.next()
        }
    }

    private func tables(_ database: PostgresPool) async throws -> [Table] {
        try await database.rows(
            """
            SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity, a.attnum = 1
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relnamespace = 'accounts'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname
            """, as: Table.self)
    }

    private func asTenant<Value: Sendable>(
        _ tenants: [TenantID]?, _ database: PostgresPool, _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        var options = TransactionOptions(role: "accounts_tenant")
        if let tenants { options.settings = [("app.tenants", Caller(tenants: tenants, actor: "").setting)] }
        return try await database.transaction(options, body)
    }

    @Test("every table with a tenant forces row level security, partitions included")
    func everyTableTenant() async throws {
        try await AccountsWorld.run { world in
            let tables = try await tables(world.database)
            let names = Set(tables.map(\.name))
            #expect(
                names.isSuperset(of: [
                    "tenants", "api_keys", "settings", "actions", "idempotency", "outbox", "failures", "work",
                ]))
            #expect(names.contains { $0.hasPrefix("actions_2") })
            for table in tables { #expect(table.isForced, "\(table.name)") }
            for table in tables where ["tenants", "api_keys", "settings", "actions"].contains(table.name) {
                #expect(table.leads, "\(table.name)")
            }
        }
    }

    @Test("rows are seen by their own tenant alone, in every table, and by nobody as nobody")
    func rowsSeenTenant() async throws {
        try await AccountsWorld.run { world in
            let a = try await world.agency("North"), b = try await world.agency("South")
            _ = try await world.ask(
                SettingsChange(tenant: a.tenant, settings: TenantSettings(safetyBuffer: 1)), as: a, idempotencyKey: "k")
            for table in ["tenants", "api_keys", "settings", "actions", "idempotency"] {
                let count: SQL = "SELECT count(*) FROM \(identifier: table) WHERE tenant_id = \(a.tenant.uuid)"
                let own = try await asTenant([a.tenant], world.database) { try await $0.first(count, as: Int.self) }
                #expect(try #require(own) > 0, "\(table) has rows of the tenant")
                let foreign = try await asTenant([b.tenant], world.database) { try await $0.first(count, as: Int.self) }
                #expect(foreign == 0, "\(table)")
                let none = try await asTenant([], world.database) { try await $0.first(count, as: Int.self) }
                #expect(none == 0, "\(table)")
                await #expect(throws: PostgresError.self, "\(table)") {
                    try await asTenant(nil, world.database) { try await $0.first(count, as: Int.self) }
                }
            }
        }
    }

    @Test("rows are written for the own tenant alone")
    func rowsWrittenTenant() async throws {
        try await AccountsWorld.run { world in
            let a = try await world.agency("North"), b = try await world.agency("South")
            let (mine, now, digest) = (a.tenant.uuid, Date(), [UInt8](repeating: 1, count: 32))
            let inserts: [SQL] = [
                "INSERT INTO tenants (tenant_id, kind, name, created_at) VALUES (\(UUID.v7()), 'brand', 'x', \(now))",
                """
                INSERT INTO api_keys (tenant_id, key_id, name, prefix, digest, scopes, created_at, created_by)
                VALUES (\(mine), \(UUID.v7()), 'x', 'x', \(digest), \(["orders:read"]), \(now), 'x')
                """,
                "INSERT INTO actions VALUES (\(mine), \(now), \(UUID.v7()), 'x', 'x', 'x', 'x')",
                "INSERT INTO idempotency (tenant_id, key, fingerprint) VALUES (\(mine), 'x', \([UInt8(1)]))",
            ]
            for insert in inserts {
                let error = await #expect(throws: PostgresError.self) {
                    try await asTenant([b.tenant], world.database) { try await $0.run(insert) }
                }
                #expect(error?.code == .insufficientPrivilege, "\(insert.text)")
            }
            let updates: [SQL] = [
                "UPDATE api_keys SET revoked_at = now() WHERE tenant_id = \(mine)",
                "UPDATE settings SET safety_buffer = 9 WHERE tenant_id = \(mine)",
                "UPDATE idempotency SET answer = 'x' WHERE tenant_id = \(mine)",
            ]
            for update in updates {
                #expect(try await asTenant([b.tenant], world.database) { try await $0.run(update) } == 0)
            }
            #expect(try await world.ask(SettingsGet(tenant: a.tenant), as: a).settings.safetyBuffer == 0)
        }
    }

    @Test("the role of requests has no way to digests, partitions, messages and foreign columns")
    func roleRequestsNo() async throws {
        try await AccountsWorld.run { world in
            let a = try await world.agency("North")
            let partitions = try await tables(world.database).map(\.name).filter { $0.hasPrefix("actions_") }
            let forbidden: [SQL] =
                [
                    "SELECT digest FROM api_keys", "SELECT * FROM api_keys", "UPDATE api_keys SET scopes = '{}'",
                    "DELETE FROM api_keys", "UPDATE tenants SET name = 'x'", "DELETE FROM settings",
                    "UPDATE actions SET sentence = 'x'", "DELETE FROM actions", "SELECT FROM exchange_rate_days",
                    "SELECT FROM outbox", "INSERT INTO outbox (id) VALUES (gen_random_uuid())", "SELECT FROM inbox",
                    "SELECT FROM failures", "SELECT FROM deferred", "SELECT FROM work",
                    "SELECT keep_action_partitions()",
                    "SELECT keep_inbox_partitions()", "SET ROLE accounts_owner",
                ]
                + partitions.flatMap { name in
                    ["SELECT FROM \(identifier: name)", "DELETE FROM \(identifier: name)"] as [SQL]
                }
            for statement in forbidden {
                let error = await #expect(throws: PostgresError.self, "\(statement.text)") {
                    try await asTenant([a.tenant], world.database) { try await $0.run(statement) }
                }
                #expect(error?.code == .insufficientPrivilege, "\(statement.text)")
            }
            for statement: SQL in ["UPDATE actions SET sentence = 'x'", "DELETE FROM actions"] {
                await #expect(throws: PostgresError.self) { try await world.database.run(statement) }
            }
        }
    }

    @Test("roles can be made again, and only the worker is let in")
    func rolesMadeAgain() async throws {
        try await AccountsWorld.template.withCopy { url in
            let roles = try await TestRoles.make("accounts", in: url)
            for (address, allowed) in [(roles.worker, true), (roles.owner, false), (url, false)] {
                let pool = PostgresPool(try AccountsWorld.configuration(address), size: 1, logger: silent)
                let check = await outcome { try await DatabaseRole.check(pool, tenant: roles.tenant) }
                let stranger = await outcome { try await DatabaseRole.check(pool, tenant: "no_such_role") }
                let lenient = await outcome {
                    try await DatabaseRole.check(pool, tenant: roles.tenant, isSuperuserAllowed: true)
                }
                await pool.close()
                #expect(((try? check.get()) != nil) == allowed, "\(address)")
                #expect((try? stranger.get()) == nil)
                #expect(((try? lenient.get()) != nil) == (address != roles.owner))
                if case .failure(let error) = check { #expect("\(error)".hasPrefix("DATABASE_URL names")) }
            }
        }
    }
}
