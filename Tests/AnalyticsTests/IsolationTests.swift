import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Analytics

/// What one tenant can see of another: nothing, through the role that requests run as.
@Suite(.timeLimit(.minutes(3)))
struct IsolationTests {
    /// Everything that one tenant can have.
    private func fill(_ world: AnalyticsWorld) async throws {
        try await world.settle()
        try await world.connect(Names.shop, zone: "America/New_York")
        try await world.tell([
            .reference(Names.order(1)), .bought(Names.order(1), Names.shipment(1), at: Names.noon),
            .delivered(Names.order(1), Names.shipment(1), from: Names.noon, at: Names.noon.days(2)),
        ])
    }

    @Test("every table with a tenant forces row level security and is led by it")
    func everyTableTenant() async throws {
        try await AnalyticsWorld.lend { world in
            let tables = try await world.database.rows(
                """
                SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity, a.attnum = 1
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE c.relnamespace = 'analytics'::regnamespace AND c.relkind IN ('r', 'p')
                """, as: (String, Bool, Bool).self)
            let own = ["settings", "shops", "orders", "products", "parcels", "rollups", "freshness"]
            #expect(Set(tables.map(\.0)).isSuperset(of: own + ["outbox", "failures", "work"]))
            for (name, isForced, leads) in tables {
                #expect(isForced, "\(name)")
                if own.contains(name) { #expect(leads, "\(name)") }
            }
        }
    }

    @Test("rows are seen by their own tenant alone, and by nobody as nobody")
    func rowsSeenTenant() async throws {
        try await AnalyticsWorld.lend { world in
            try await fill(world)
            for table in ["settings", "shops", "products", "parcels", "rollups", "freshness"] {
                let count: SQL = "SELECT count(*) FROM \(identifier: table)"
                let own = try await world.asTenant([Names.tenant]) { try await $0.first(count, as: Int.self) }
                #expect(try #require(own) > 0, "\(table) has rows of the tenant")
                for others in [[Names.other], []] {
                    let seen = try await world.asTenant(others) { try await $0.first(count, as: Int.self) }
                    #expect(seen == 0, "\(table)")
                }
                await #expect(throws: PostgresError.self, "\(table)") {
                    try await world.asTenant(nil) { try await $0.first(count, as: Int.self) }
                }
            }
        }
    }

    @Test("the role of requests reads sums, and no sheet of an order, and writes nothing")
    func roleRequestsReads() async throws {
        try await AnalyticsWorld.lend { world in
            try await fill(world)
            let forbidden: [SQL] = [
                "SELECT FROM orders", "UPDATE rollups SET gmv = 0", "DELETE FROM rollups", "DELETE FROM settings",
                "INSERT INTO freshness VALUES (\(Names.tenant.uuid), now())", "UPDATE rates SET per_euro = '1'",
                "SELECT FROM outbox", "SELECT FROM inbox", "SELECT FROM failures", "SELECT FROM work",
                "SELECT keep_access()",
            ]
            for statement in forbidden {
                let error = await #expect(throws: PostgresError.self, "\(statement.text)") {
                    try await world.asTenant([Names.tenant]) { try await $0.run(statement) }
                }
                #expect(error?.code == .insufficientPrivilege, "\(statement.text)")
            }
        }
    }

    @Test("another tenant and nobody get empty figures, and find no shop")
    func anotherTenantNobody() async throws {
        try await AnalyticsWorld.lend { world in
            try await fill(world)
            let now = Names.noon.days(3)
            #expect(try await world.summary(.week, at: now).now.gmv == 5_830)
            for tenants in [[Names.other], []] {
                let reply = try await world.summary(.week, at: now, as: tenants)
                #expect(reply.now.paidOrders == 0 && reply.now.gmv == 0 && reply.now.labels == 0)
                #expect(reply.now.deliveryMedianHours == nil)
                #expect(reply.products.isEmpty && reply.zone == "UTC")
                await expectUnknown(Names.shop, as: tenants, world)
            }
        }
    }

    @Test("a shop that is nobody's is not found; one that was just connected, or only ever sold, has its figures")
    func shopNobodyNot() async throws {
        try await AnalyticsWorld.lend { world in
            await expectUnknown(Names.shop, as: [Names.tenant], world)
            await expectUnknown(Names.secondShop, as: [Names.tenant], world)
            try await world.connect(Names.secondShop, zone: "America/New_York")
            let connected = try await world.summary(.week, at: Names.noon, shop: Names.secondShop)
            #expect(connected.now.gmv == 0 && connected.zone == "America/New_York")
            // Nobody has told of this one's connection.
            try await world.tell([.order(Names.order(2), [line("mug", 1_000, open: 1)])])
            #expect(try await world.summary(.week, at: Names.noon.hours(1), shop: Names.shop).now.gmv == 1_000)
            await expectUnknown(Names.shop, as: [Names.other], world)
            let agency = [Names.other, Names.tenant]
            #expect(
                try await world.summary(.week, at: Names.noon.hours(1), shop: Names.shop, as: agency).now.gmv == 1_000)
        }
    }

    private func expectUnknown(_ shop: ShopID, as tenants: [TenantID], _ world: AnalyticsWorld) async {
        let refusal = await #expect(throws: Refusal.self) {
            try await world.summary(.week, at: Names.noon, shop: shop, as: tenants)
        }
        #expect(refusal?.kind == .notFound && refusal?.code == "unknownShop" && refusal?.field == "/shop")
    }
}
