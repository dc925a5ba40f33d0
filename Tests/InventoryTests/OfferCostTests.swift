import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// What it costs to find out what channels are to be told, in pages that the server touches: figures that do not
/// depend on the machine.
@Suite(.timeLimit(.minutes(10))) struct OfferCostTests {
    @Test("what a channel is told of some products costs the same however much else its shop offers")
    func ownListings() async throws {
        try await StockRoom.lend { room in
            try await brands(room.database)
            try await offer(1...100, room.database)
            let before = try await pages(room.database)
            try await offer(101...1000, room.database)
            let after = try await pages(room.database)
            #expect(before > 500)
            #expect(after <= before * 3 / 2, "before \(before), after \(after): a level more of some indexes")
        }
    }

    @Test("what a channel is told of some products costs the same however many of their orders are open")
    func openOrders() async throws {
        try await StockRoom.lend { room in
            try await brands(room.database)
            try await offer(1...100, room.database)
            let before = try await pages(room.database)
            try await sell(30, room.database)
            let after = try await pages(room.database)
            #expect(before > 500)
            #expect(after <= before * 5 / 4, "before \(before), after \(after)")
        }
    }

    @Test("what listings have reserved is the sum of their orders' needs, whatever becomes of these")
    func sums() async throws {
        try await StockRoom.lend { room in
            try await brands(room.database)
            try await offer(1...20, room.database)
            #expect(try await different(room.database) == 0)
            try await room.database.run("UPDATE needs SET ship_confirmed = 1 WHERE channel_sku LIKE '%-1_'")
            try await room.database.run(
                "UPDATE needs SET reserved = 0, deducted = 1 WHERE channel_sku LIKE '%-2' OR channel_sku LIKE '%-11'")
            try await room.database.run("DELETE FROM needs WHERE channel_sku LIKE '%-3'")
            try await sell(2, room.database)
            #expect(try await different(room.database) == 0)
            let kept = try await room.database.rows(
                "SELECT sum(reserved)::bigint, sum(ship_confirmed)::bigint FROM listing_reserved", as: (Int, Int).self)
            // Of ten shops' twenty listings with three units each, three lost theirs; all have two more. Of the ten
            // listings from the tenth on one has nothing left that the channel could have confirmed.
            #expect(kept.first?.0 == 10 * (17 * 3 + 20 * 2))
            #expect(kept.first?.1 == 10 * 9 * 3)
        }
    }

    /// Listings whose sums are not those of their needs.
    private func different(_ database: PostgresPool) async throws -> Int? {
        try await database.rows(
            """
            SELECT count(*) FROM (
                SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, sum(reserved) AS reserved,
                    sum(least(reserved, ship_confirmed)) AS ship_confirmed
                FROM needs GROUP BY 1, 2, 3, 4, 5) AS n
            FULL JOIN listing_reserved l USING (tenant_id, shop_id, channel_sku, sku_id, location_id)
            WHERE (coalesce(n.reserved, 0), coalesce(n.ship_confirmed, 0))
                <> (coalesce(l.reserved, 0), coalesce(l.ship_confirmed, 0))
            """, as: Int.self
        ).first
    }

    /// The pages of Inventory's tables and indexes that are touched for five products of twenty listings each.
    private func pages(_ database: PostgresPool) async throws -> Int {
        let skus = try await database.rows(
            "SELECT sku FROM offered WHERE t = 1 AND n <= 100 AND n % 20 = 1 ORDER BY n", as: UUID.self)
        return try await database.transaction { transaction in
            var pipeline = Pipeline()
            let before = Self.touched(&pipeline)
            let offers = OfferStore.load(skus.map(change), &pipeline)
            let after = Self.touched(&pipeline)
            try await transaction.send(pipeline)
            let view = try offers.view()
            #expect(view.products.count == 5)
            #expect(view.reserved.count == 100)
            return try (after.get().first ?? 0) - (before.get().first ?? 0)
        }
    }

    private static func touched(_ pipeline: inout Pipeline) -> Pending<[Int]> {
        pipeline.rows(
            """
            SELECT sum(pg_stat_get_xact_blocks_fetched(oid))::bigint FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace
            """, as: Int.self)
    }

    private func change(_ sku: UUID) -> Received<StockChanged> {
        Received(
            Metadata(name: StockChanged.name, tenant: Names.tenant, correlation: nil),
            StockChanged(
                sku: SKUID(sku), code: "C", location: Names.location, version: 1, onHand: 0, reserved: 0, held: 0,
                buffer: 0, available: 0, at: Names.connected, soldBy: nil))
    }

    // MARK: What is there

    /// Ten brands with a shop and a place each, the first of them the room's own.
    private func brands(_ database: PostgresPool) async throws {
        try await database.run(
            """
            CREATE TABLE brands AS
            SELECT t, CASE t WHEN 1 THEN \(Names.tenant.uuid) ELSE gen_random_uuid() END AS tenant,
                gen_random_uuid() AS shop, gen_random_uuid() AS place
            FROM generate_series(1, 10) AS t
            """)
        try await database.run("INSERT INTO locations SELECT tenant, place, 'Shelf' FROM brands")
        try await database.run(
            """
            CREATE TABLE offered (t int, n int, tenant uuid, shop uuid, place uuid,
                sku uuid DEFAULT gen_random_uuid())
            """)
        try await database.run(
            "CREATE TABLE sold (t int, n int, tenant uuid, shop uuid, place uuid, sku uuid, sale uuid)")
    }

    /// So many more listings in each shop, with names of its own as channels give them, twenty to a product; each has a
    /// SKU of which three orders have reserved one.
    private func offer(_ numbers: ClosedRange<Int>, _ database: PostgresPool) async throws {
        let (from, to) = (numbers.lowerBound, numbers.upperBound)
        try await database.run(
            """
            INSERT INTO offered SELECT t, n, tenant, shop, place FROM brands, generate_series(\(from), \(to)) AS n
            """)
        try await database.run(
            """
            INSERT INTO sold SELECT t, n, tenant, shop, place, sku, gen_random_uuid()
            FROM offered, generate_series(1, 3) WHERE n BETWEEN \(from) AND \(to)
            """)
        for statement in Self.rows { try await database.run("\(statement) WHERE n BETWEEN \(from) AND \(to)") }
        try await database.run("ANALYZE")
    }

    /// So many more open orders of every listing, a unit each.
    private func sell(_ orders: Int, _ database: PostgresPool) async throws {
        try await database.run(
            """
            CREATE TABLE more AS
            SELECT t, n, tenant, shop, place, sku, gen_random_uuid() AS sale FROM offered, generate_series(1, \(orders))
            """)
        for statement in Self.orders("more") { try await database.run(statement) }
        try await database.run("ANALYZE")
    }

    private static let rows = listings + orders("sold")

    private static let listings: [SQL] = [
        "INSERT INTO skus (tenant_id, sku_id, code) SELECT tenant, sku, 'C' || n FROM offered",
        """
        INSERT INTO listings (tenant_id, shop_id, channel_sku, channel_product, synced_at)
        SELECT tenant, shop, 'L' || t || '-' || n, 'P' || t || '-' || (n - 1) / 20, now() FROM offered
        """,
        "INSERT INTO components SELECT tenant, shop, 'L' || t || '-' || n, sku, 1 FROM offered",
        """
        INSERT INTO levels (tenant_id, sku_id, location_id, on_hand, reserved)
        SELECT tenant, sku, place, 9, 3 FROM offered
        """,
    ]

    private static func orders(_ sales: SQL) -> [SQL] {
        [
            """
            INSERT INTO orders (tenant_id, order_id, shop_id, version, state)
            SELECT tenant, sale, shop, 1, 'reserved' FROM \(sales)
            """,
            """
            INSERT INTO needs (tenant_id, order_id, channel_sku, sku_id, shop_id, location_id, each, wanted, reserved,
                deducted)
            SELECT tenant, sale, 'L' || t || '-' || n, sku, shop, place, 1, 1, 1, 0 FROM \(sales)
            """,
        ]
    }
}
