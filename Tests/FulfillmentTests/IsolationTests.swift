import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Fulfillment

/// What the database itself forbids, whatever the code above it does.
@Suite(.timeLimit(.minutes(3)))
struct IsolationTests {
    private static let tables = [
        "shipments", "shipment_events", "recipients", "files", "shops", "settings", "products", "warehouses",
        "unlisted_carriers",
    ]

    private func asTenant<Value: Sendable>(
        _ tenants: [TenantID]?, _ database: PostgresPool, _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        var options = TransactionOptions(role: "fulfillment_tenant")
        if let tenants { options.settings = [("app.tenants", Caller(tenants: tenants, actor: "").setting)] }
        return try await database.transaction(options, body)
    }

    /// A brand with a row in every table.
    private func fill(_ room: Room) async throws {
        try await room.order()
        try await room.handle(
            SettingsChangedHandler(queue: room.office.queue),
            [
                SettingsChanged(
                    version: 1, zone: "UTC", currency: .usd, lowStockThreshold: 0, safetyBuffer: 0,
                    confirmAboveMinor: nil, confirmAboveUnits: nil, isAutomationOn: true, channelTakesZero: true)
            ])
        let shipment = try await room.shipment()
        var pipeline = Pipeline()
        let file = FileStore.New(id: UUID.v7(), mediaType: "application/pdf", bytes: [1])
        FileStore.insert(file, of: shipment, at: Names.start, &pipeline)
        var handling = Handling(shipment, now: Names.start)
        handling.leaveOut("USPS")
        UnlistedStore.save([handling], &pipeline)
        let statements = pipeline
        try await room.database.send(statements)
    }

    @Test("every table with a tenant forces row level security, led by the tenant")
    func forced() async throws {
        try await Room.lend { room in
            let open = try await room.database.rows(
                """
                SELECT c.relname::text FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE c.relnamespace = 'fulfillment'::regnamespace AND c.relkind IN ('r', 'p')
                    AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """, as: String.self)
            #expect(open.isEmpty, "open: \(open)")
            let led = try await room.database.rows(
                """
                SELECT c.relname::text FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnum = 1
                WHERE c.relnamespace = 'fulfillment'::regnamespace AND c.relkind = 'r'
                """, as: String.self)
            #expect(Set(led).isSuperset(of: Self.tables))
        }
    }

    @Test("rows are seen by their own tenant alone, and by nobody as nobody; recipients by no request at all")
    func seen() async throws {
        try await Room.lend { room in
            try await fill(room)
            for table in Self.tables {
                let count: SQL = "SELECT count(*) FROM \(identifier: table)"
                #expect(try await room.count(table) > 0, "\(table) has a row")
                func look(_ tenants: [TenantID]?) async throws -> Int? {
                    try await asTenant(tenants, room.database) { try await $0.first(count, as: Int.self) }
                }
                await #expect(throws: PostgresError.self, "\(table)") { try await look(nil) }
                if table == "recipients" {
                    await #expect(throws: PostgresError.self) { try await look([Names.tenant]) }
                    continue
                }
                #expect(try #require(try await look([Names.tenant])) > 0, "\(table)")
                #expect(try await look([Names.other]) == 0, "\(table)")
                #expect(try await look([]) == 0, "\(table)")
            }
        }
    }

    @Test("nothing is written for another tenant, and the log never changes")
    func written() async throws {
        try await Room.lend { room in
            try await fill(room)
            let mine = Names.tenant.uuid
            let changed = try await asTenant([Names.other], room.database) {
                try await $0.run("UPDATE shipments SET needs_person = true")
            }
            #expect(changed == 0)
            let forbidden: [SQL] = [
                """
                INSERT INTO shipment_events (tenant_id, shipment_id, kind, sentence, actor, at)
                VALUES (\(mine), \(UUID.v7()), 'x', 'x', 'x', now())
                """, "UPDATE shipment_events SET sentence = 'x'", "DELETE FROM shipment_events",
                "DELETE FROM shipments", "UPDATE settings SET is_automation_on = true", "SELECT FROM outbox",
                "SELECT FROM work", "SELECT FROM inbox", "SELECT FROM failures",
            ]
            for statement in forbidden {
                await #expect(throws: PostgresError.self, "\(statement.text)") {
                    try await asTenant([Names.other], room.database) { try await $0.run(statement) }
                }
            }
            await #expect(throws: PostgresError.self) { try await room.database.run("DELETE FROM shipment_events") }
        }
    }
}
