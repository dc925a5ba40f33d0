import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// What a page of stock costs, in pages that the server touches: figures that do not depend on the machine.
@Suite(.timeLimit(.minutes(10))) struct StockCostTests {
    @Test("a page of stock costs the same however many SKUs a brand has, in whichever way it is asked for")
    func pageOfStock() async throws {
        try await StockRoom.lend { room in
            try await brands(room.database)
            try await stock(1...300, room.database)
            let before = try await Self.questions.asyncMap { try await pages($0, room) }
            try await stock(301...10_000, room.database)
            let after = try await Self.questions.asyncMap { try await pages($0, room) }
            for (before, after) in zip(before, after) {
                #expect(before > 300)
                #expect(after <= before * 3 / 2, "before \(before), after \(after): a level more of some indexes")
            }
        }
    }

    @Test("where the orders of a page stand is found by their keys, however many orders a brand has")
    func statesOfOrders() async throws {
        try await StockRoom.lend { room in
            try await room.database.run(
                """
                INSERT INTO orders (tenant_id, order_id, shop_id, version, state)
                SELECT \(Names.tenant.uuid), gen_random_uuid(), \(Names.shop.uuid), 1, 'reserved'
                FROM generate_series(1, 50000)
                """)
            try await room.database.run("ANALYZE orders")
            let orders = try await room.database.rows("SELECT order_id FROM orders LIMIT 50", as: UUID.self)
                .map { OrderID($0) }
            let touched = try await pages(room) { transaction in
                let states = try await OrderStockStore.states(of: orders, tenants: [Names.tenant], transaction)
                #expect(Set(states.map(\.order)) == Set(orders) && states.count == 50)
            }
            // Of each order at most four levels of the index, and a page of the table, which has more than 500.
            #expect(touched <= 50 * 5)
        }
    }

    /// All, those of which little is left, and those whose code begins so.
    private static let questions = [StockList(), StockList(isLow: true), StockList(search: "c000")]

    /// The pages of Inventory's tables and indexes that are touched for the first page of the list, as one of the brand
    /// asks for it.
    private func pages(_ question: StockList, _ room: StockRoom) async throws -> Int {
        let query = StockStore.Query(
            tenants: [Names.tenant], search: question.search, location: nil, isLow: question.isLow ?? false,
            page: try Page(cursor: nil, limit: nil, filter: ""))
        return try await pages(room) { transaction in
            let rows = try await query.rows(transaction)
            #expect(rows.count == 51)
        }
    }

    /// The pages that are touched while one of the brand reads.
    private func pages(_ room: StockRoom, _ read: (Transaction) async throws -> Void) async throws -> Int {
        let options = TransactionOptions(
            isReadOnly: true, role: try TestRoles(of: App.name, in: room.url).tenant,
            settings: [("app.tenants", "{\(Names.tenant)}")])
        return try await room.database.transaction(options) { transaction in
            let before = try await Self.touched(transaction)
            try await read(transaction)
            return try await Self.touched(transaction) - before
        }
    }

    private static func touched(_ transaction: Transaction) async throws -> Int {
        try await transaction.first(
            """
            SELECT sum(pg_stat_get_xact_blocks_fetched(oid))::bigint FROM pg_class
            WHERE relnamespace = 'inventory'::regnamespace
            """, as: Int.self) ?? 0
    }

    // MARK: What is there

    /// Forty brands with a place and twenty SKUs each, besides the room's own.
    private func brands(_ database: PostgresPool) async throws {
        try await database.run("CREATE TABLE brands AS SELECT gen_random_uuid() AS tenant FROM generate_series(1, 40)")
        try await database.run("INSERT INTO locations SELECT tenant, tenant, 'Main', true FROM brands")
        try await offer(1...20, of: "brands", at: "tenant", database)
    }

    /// So many more SKUs of the room's brand.
    private func stock(_ numbers: ClosedRange<Int>, _ database: PostgresPool) async throws {
        try await database.run("CREATE TABLE IF NOT EXISTS own AS SELECT \(Names.tenant.uuid) AS tenant")
        try await offer(numbers, of: "own", at: "'\(Names.location)'::uuid", database)
        try await database.run("ANALYZE")
    }

    /// SKUs with a level and a listing each, of which every fifth is low.
    private func offer(
        _ numbers: ClosedRange<Int>, of brands: String, at place: String, _ database: PostgresPool
    ) async throws {
        try await database.run("DROP TABLE IF EXISTS offered")
        try await database.run(
            """
            CREATE TABLE offered AS SELECT tenant, \(unsafe: place) AS place, n, gen_random_uuid() AS sku
            FROM \(unsafe: brands), generate_series(\(numbers.lowerBound), \(numbers.upperBound)) AS n
            """)
        for statement in Self.rows { try await database.run(statement) }
    }

    private static let rows: [SQL] = [
        """
        INSERT INTO skus (tenant_id, sku_id, code, is_low) SELECT tenant, sku, 'C' || lpad(n::text, 6, '0'), n % 5 = 0
        FROM offered
        """,
        "INSERT INTO levels (tenant_id, sku_id, location_id, on_hand) SELECT tenant, sku, place, 9 FROM offered",
        """
        INSERT INTO listings (tenant_id, shop_id, channel_sku, channel_product, title, synced_at)
        SELECT tenant, tenant, 'L' || n || tenant, 'P' || n || tenant, 'Ware ' || n, now() FROM offered
        """,
        "INSERT INTO components SELECT tenant, tenant, 'L' || n || tenant, sku, 1 FROM offered",
    ]
}
