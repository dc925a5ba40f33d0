import Contracts
import Foundation
import Postgres
import TestKit

@testable import Inventory
@testable import Messaging

/// A database of Inventory's with two SKUs, two listings and a connected shop, and handlers run on it without a broker.
struct StockRoom: Sendable {
    let database: PostgresPool
    let url: String

    static let template = TemplateDatabase.of("inventory", App.migrations) { url in
        try await PostgresPool.lend(try configuration(url)) { pool in
            try await pool.run("SELECT keep_inbox_partitions()")
            try await stock(pool)
        }
    }

    static func configuration(_ url: String) throws -> PostgresConfiguration {
        try PostgresConfiguration(url: url, schema: "inventory")
    }

    @discardableResult
    static func lend<Value: Sendable>(_ body: (StockRoom) async throws -> Value) async throws -> Value {
        try await template.withCopy { url in
            try await PostgresPool.lend(try configuration(url)) { pool in
                try await body(StockRoom(database: pool, url: url))
            }
        }
    }

    /// Shirts and mugs, both offered under their names, and a gift box of one shirt and two mugs.
    private static func stock(_ pool: PostgresPool) async throws {
        let (tenant, shop) = (Names.tenant.uuid, Names.shop.uuid)
        try await pool.run(
            "INSERT INTO locations VALUES (\(tenant), \(Names.location.uuid), 'Main', true)")
        try await pool.run(
            "INSERT INTO shops VALUES (\(tenant), \(shop), 1, 'connected', \(Names.connected.date))")
        for (sku, code) in [(Names.shirt, "shirt"), (Names.mug, "mug")] {
            try await pool.run("INSERT INTO skus (tenant_id, sku_id, code) VALUES (\(tenant), \(sku.uuid), \(code))")
        }
        for listing in ["shirt", "mug", "gift box"] {
            try await pool.run(
                """
                INSERT INTO listings (tenant_id, shop_id, channel_sku, channel_product, seller_sku, synced_at)
                VALUES (\(tenant), \(shop), \(listing), \("product of \(listing)"), \(listing), now())
                """)
        }
        for (listing, sku, units) in [
            ("shirt", Names.shirt, 1), ("mug", Names.mug, 1), ("gift box", Names.shirt, 1), ("gift box", Names.mug, 2),
        ] {
            try await pool.run("INSERT INTO components VALUES (\(tenant), \(shop), \(listing), \(sku.uuid), \(units))")
        }
    }

    /// Puts units on the shelf, with their move.
    func put(_ units: Int, of sku: SKUID) async throws {
        try await database.transaction { transaction in
            var pipeline = Pipeline()
            let key = LevelKey(tenant: Names.tenant, sku: sku, location: Names.location)
            pipeline.run(
                """
                INSERT INTO levels (tenant_id, sku_id, location_id)
                VALUES (\(key.tenant.uuid), \(key.sku.uuid), \(key.location.uuid)) ON CONFLICT DO NOTHING
                """)
            let move = Move(.adjusted, key, onHand: units, actor: "test", reason: "put")
            LevelStore.save([(move, UUID.v7())], changes: [key: 1], &pipeline)
            try await transaction.send(pipeline)
        }
    }

    /// Runs a handler over messages in one transaction, as a lane does, and answers what it decided and told.
    @discardableResult
    func handle<H: Handler>(
        _ handler: H, _ bodies: [H.Body], tenant: TenantID = Names.tenant
    ) async throws -> Handled<H.Change> where H.Body: Message {
        let messages = bodies.map { Received(Metadata(name: H.Body.name, tenant: tenant, correlation: nil), $0) }
        return try await handler.run(messages, on: database)
    }

    /// On hand, reserved and held of a SKU over all locations.
    func level(_ sku: SKUID) async throws -> [Int] {
        let row = try await database.first(
            """
            SELECT coalesce(sum(on_hand), 0)::bigint, coalesce(sum(reserved), 0)::bigint, coalesce(sum(held), 0)::bigint
            FROM levels WHERE sku_id = \(sku.uuid)
            """, as: (Int, Int, Int).self)
        return row.map { [$0.0, $0.1, $0.2] } ?? []
    }

    func state(_ order: OrderID) async throws -> String? {
        try await database.first("SELECT state FROM orders WHERE order_id = \(order.uuid)", as: String.self)
    }

    func count(_ table: String, _ condition: SQL = "true") async throws -> Int {
        try await database.first("SELECT count(*) FROM \(identifier: table) WHERE \(condition)", as: Int.self) ?? 0
    }

    /// How often two transactions have waited for each other in this database. A connection tells it when it ends, so
    /// the worker's must have ended.
    func deadlocks() async throws -> Int {
        try await eventually("the worker's connections have ended") {
            try await database.first(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND usename = 'inventory_worker'
                """, as: Int.self) == 0
        }
        return try await database.first(
            "SELECT deadlocks::bigint FROM pg_stat_database WHERE datname = current_database()", as: Int.self) ?? -1
    }

    /// Levels whose moves do not add up to them, or whose reserved units are not those of orders.
    func discrepancies() async throws -> Int {
        try await database.first(
            """
            SELECT count(*) FROM levels l
            LEFT JOIN LATERAL (SELECT sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(held) AS held FROM moves m
                WHERE (m.tenant_id, m.sku_id, m.location_id) = (l.tenant_id, l.sku_id, l.location_id)) m ON true
            LEFT JOIN LATERAL (SELECT sum(reserved) AS reserved FROM needs n
                WHERE (n.tenant_id, n.sku_id, n.location_id) = (l.tenant_id, l.sku_id, l.location_id)) n ON true
            WHERE (l.on_hand, l.reserved, l.held)
                <> (coalesce(m.on_hand, 0), coalesce(m.reserved, 0), coalesce(m.held, 0))
                OR l.reserved <> coalesce(n.reserved, 0)
            """, as: Int.self) ?? -1
    }
}
