import BenchKit
import Postgres

/// Compares what the stages have stored with what was ordered, to the last row.
struct Truth: Sendable {
    let workload: Workload
    let database: PostgresPool

    /// What is wrong, a sentence each; empty when all is right.
    func differences() async throws -> [String] {
        try await note()
        var found: [String] = []
        for (sentence, sql) in Self.questions {
            let rows = try await database.rows(sql, as: Int64.self).first ?? 0
            if rows > 0 { found.append("\(sentence): \(rows)") }
        }
        return found
    }

    /// Writes down what was ordered, beside what was stored.
    private func note() async throws {
        try await database.run("DROP SCHEMA IF EXISTS expected CASCADE")
        try await database.run("CREATE SCHEMA expected")
        try await database.run(
            """
            CREATE TABLE expected.orders (tenant_id text, order_id text, created_at bigint, cents bigint,
                document jsonb, PRIMARY KEY (tenant_id, order_id))
            """)
        try await database.run(
            """
            CREATE TABLE expected.lines (tenant_id text, order_id text, line_id text, sku_id text, product_id text,
                qty integer, cents bigint, PRIMARY KEY (tenant_id, order_id, line_id))
            """)
        for start in stride(from: 0, to: workload.orders.count, by: 5000) {
            try await note(Array(workload.orders.dropFirst(start).prefix(5000)))
        }
        try await database.run("ANALYZE")
    }

    private func note(_ orders: [PlacedOrder]) async throws {
        let lines = orders.flatMap { order in order.lines.map { (order: order, line: $0) } }
        try await database.run(
            """
            INSERT INTO expected.orders SELECT * FROM unnest(\(orders.map(\.tenant)), \(orders.map(\.id)),
                \(orders.map(\.createdAt)), \(orders.map(\.cents)),
                \(orders.map { String(decoding: $0.document, as: UTF8.self) })::jsonb[])
            """)
        try await database.run(
            """
            INSERT INTO expected.lines SELECT * FROM unnest(\(lines.map(\.order.tenant)), \(lines.map(\.order.id)),
                \(lines.map(\.line.id)), \(lines.map(\.line.sku)), \(lines.map(\.line.product)),
                \(lines.map(\.line.quantity)), \(lines.map(\.line.cents)))
            """)
    }

    /// Each answers how many rows are wrong.
    private static let questions: [(String, SQL)] = [
        (
            "orders are not stored as they were placed",
            """
            SELECT count(*) FROM expected.orders e FULL JOIN ingestion.orders o USING (tenant_id, order_id)
            WHERE (e.created_at, e.cents, e.document, e.document->>'status', e.document #>> '{payment,currency}')
                IS DISTINCT FROM
                (extract(epoch FROM o.created_at)::bigint, o.total_cents, o.raw, o.status, o.currency)
            """
        ),
        (
            "lines are not stored as they were placed",
            """
            SELECT count(*) FROM expected.lines e FULL JOIN ingestion.order_lines l USING (tenant_id, order_id, line_id)
            WHERE (e.sku_id, e.product_id, e.qty, e.cents) IS DISTINCT FROM
                (l.sku_id, l.product_id, l.qty, l.price_cents)
            """
        ),
        (
            "SKUs have another stock than ledger and beginning give",
            """
            SELECT count(*) FROM inventory.stock s FULL JOIN (
                SELECT tenant_id, sku_id, sum(qty) AS units FROM inventory.ledger GROUP BY 1, 2) taken
                USING (tenant_id, sku_id)
            WHERE s.available < 0 OR s.initial <> s.available + s.reserved
                OR s.reserved IS DISTINCT FROM coalesce(taken.units, 0)
            """
        ),
        (
            "lines of the ledger are missing, or are not those of their order",
            """
            SELECT count(*) FROM (SELECT e.* FROM expected.lines e
                    JOIN (SELECT DISTINCT tenant_id, order_id FROM inventory.ledger) r USING (tenant_id, order_id)) e
                FULL JOIN inventory.ledger l USING (tenant_id, order_id, line_id)
            WHERE (e.sku_id, e.qty) IS DISTINCT FROM (l.sku_id, l.qty)
            """
        ),
        (
            // Stock only falls: what suffices at the end would have sufficed before.
            "orders were rejected although their stock sufficed",
            """
            SELECT count(*) FROM expected.orders
            WHERE (tenant_id, order_id) NOT IN (SELECT tenant_id, order_id FROM inventory.ledger)
                AND (tenant_id, order_id) NOT IN (
                    SELECT need.tenant_id, need.order_id FROM (
                        SELECT tenant_id, order_id, sku_id, sum(qty) AS units FROM expected.lines GROUP BY 1, 2, 3) need
                    JOIN inventory.stock s USING (tenant_id, sku_id) WHERE s.available < need.units)
            """
        ),
        (
            "days of the rollup are wrong",
            """
            SELECT count(*) FROM (
                SELECT tenant_id, (to_timestamp(created_at) AT TIME ZONE 'UTC')::date AS day, count(*) AS orders,
                    sum(cents) AS cents, sum(l.units) AS units, count(r.order_id) AS reserved
                FROM expected.orders
                JOIN (SELECT tenant_id, order_id, sum(qty) AS units FROM expected.lines GROUP BY 1, 2) l
                    USING (tenant_id, order_id)
                LEFT JOIN (SELECT DISTINCT tenant_id, order_id FROM inventory.ledger) r USING (tenant_id, order_id)
                GROUP BY 1, 2) e
            FULL JOIN analytics.daily d USING (tenant_id, day)
            WHERE (e.orders, e.cents, e.units, e.reserved, e.orders - e.reserved) IS DISTINCT FROM
                (d.orders, d.gmv_cents, d.units, d.reserved, d.rejected)
            """
        ),
        (
            "messages are unsent, put off or failed",
            """
            SELECT (SELECT count(*) FROM ingestion.outbox) + (SELECT count(*) FROM inventory.outbox)
                + (SELECT count(*) FROM ingestion.deferred) + (SELECT count(*) FROM ingestion.failures)
                + (SELECT count(*) FROM inventory.deferred) + (SELECT count(*) FROM inventory.failures)
                + (SELECT count(*) FROM analytics.deferred) + (SELECT count(*) FROM analytics.failures)
                + (SELECT count(*) FROM ingestion.suspects) + (SELECT count(*) FROM inventory.suspects)
                + (SELECT count(*) FROM analytics.suspects)
            """
        ),
    ]
}
