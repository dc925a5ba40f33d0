import Postgres
import TestKit
import Testing

@testable import BenchKit
@testable import W1Driver

@Suite("Comparing what is stored with what was ordered", .timeLimit(.minutes(10)))
struct TruthTests {
    private static let workload = Workload(orders: 200, seed: 5, skew: 0.5)

    /// A database that holds what the stages would have stored.
    private static let right = TemplateDatabase("w1") { url in
        try await Tables.make(workload, in: url)
        let database = PostgresPool(try PostgresConfiguration(url: url), size: 1, logger: .quiet)
        _ = try await FloorRows.write(FloorPlan(workload), in: url, database)
        for statement in stored { try await database.run(statement) }
        await database.close()
    }

    /// From the rows that the floor's statements take, all batches at once.
    private static let stored: [SQL] = [
        """
        INSERT INTO ingestion.orders SELECT DISTINCT new.* FROM floor.ingestion f, unnest(f.tenants, f.ids, f.statuses,
            f.created, f.currencies, f.cents, f.documents) AS new
        """,
        """
        INSERT INTO ingestion.order_lines SELECT new.* FROM floor.ingestion f, unnest(f.line_tenants, f.line_orders,
            f.lines, f.skus, f.products, f.units, f.prices) AS new
        """,
        """
        INSERT INTO inventory.ledger (tenant_id, order_id, line_id, sku_id, qty) SELECT new.* FROM floor.inventory f,
            unnest(f.line_tenants, f.line_orders, f.lines, f.skus, f.units) AS new
        """,
        """
        UPDATE inventory.stock s SET available = available - l.units, reserved = l.units FROM (
            SELECT tenant_id, sku_id, sum(qty)::int AS units FROM inventory.ledger GROUP BY 1, 2) l
        WHERE s.tenant_id = l.tenant_id AND s.sku_id = l.sku_id
        """,
        """
        INSERT INTO analytics.daily SELECT new.tenant, new.day, sum(o), sum(c), sum(u), sum(r), sum(j)
        FROM floor.analytics f, unnest(f.tenants, f.days, f.orders, f.cents, f.units, f.reserved, f.rejected)
            AS new (tenant, day, o, c, u, r, j) GROUP BY 1, 2
        """,
    ]

    private func differences(after sql: SQL?) async throws -> [String] {
        try await Self.right.withCopy { url in
            let database = PostgresPool(try PostgresConfiguration(url: url), size: 1, logger: .quiet)
            if let sql { try await database.run(sql) }
            let found = try await Truth(workload: Self.workload, database: database).differences()
            await database.close()
            return found
        }
    }

    @Test("what is right is found right")
    func right() async throws {
        #expect(try await differences(after: nil) == [])
    }

    private static let damages: [(SQL, String)] = [
        ("DELETE FROM ingestion.orders WHERE order_id LIKE '%1'", "orders are not"),
        ("UPDATE ingestion.orders SET total_cents = total_cents + 1 WHERE order_id LIKE '%7'", "orders are not"),
        ("UPDATE ingestion.orders SET status = 'PAID' WHERE order_id LIKE '%7'", "orders are not"),
        ("UPDATE ingestion.orders SET currency = 'EUR' WHERE order_id LIKE '%7'", "orders are not"),
        ("UPDATE ingestion.orders SET raw = raw - 'buyer_email' WHERE order_id LIKE '%7'", "orders are not"),
        ("DELETE FROM ingestion.order_lines WHERE line_id LIKE '%0'", "lines are not stored"),
        (
            "UPDATE inventory.stock SET reserved = reserved + 1, available = available - 1 WHERE available > 0",
            "SKUs have another stock"
        ),
        ("UPDATE inventory.stock SET initial = initial + 1 WHERE sku_id LIKE '%7'", "SKUs have another stock"),
        (
            "DELETE FROM inventory.ledger WHERE line_id LIKE '%1'",
            "lines of the ledger are missing, or are not those of their order"
        ),
        ("DELETE FROM inventory.ledger", "orders were rejected although"),
        ("UPDATE analytics.daily SET units = units + 1", "days of the rollup"),
        ("DELETE FROM analytics.daily", "days of the rollup"),
        (
            """
            INSERT INTO inventory.failures (message_id, lane, type, cause, detail, message, body, attempts, first_at)
            VALUES (gen_random_uuid(), 'l', 't', 'c', 'd', '{}', '', 1, now())
            """, "messages are unsent, put off or failed"
        ),
    ]

    @Test("each kind of damage is found", arguments: damages.indices)
    func damage(index: Int) async throws {
        let (sql, sentence) = Self.damages[index]
        let found = try await differences(after: sql)
        #expect(found.contains { $0.hasPrefix(sentence) }, "\(sql.text): \(found)")
    }
}
