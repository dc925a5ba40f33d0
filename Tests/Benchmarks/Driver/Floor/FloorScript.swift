import BenchKit

/// The statements of one batch as a script of pgbench: those of the stages in Tests/Benchmarks/W1 and of Messaging's
/// inbox and outbox, in the same two round trips; only that their values come from a row of ``FloorRows``.
enum FloorScript {
    /// By stage. `n` counts the batches; the one after the last takes away what the last one has told.
    static let all = ["ingestion": ingestion, "inventory": inventory, "analytics": analytics]

    private static func script(
        _ stage: String, hasInbox: Bool = true, load: String, save: String, isLast: Bool = false
    ) -> String {
        """
        \\set n :n + 1
        \\startpipeline
        BEGIN;
        \(hasInbox ? inbox(stage) : "")
        \(load)
        \\endpipeline
        \\startpipeline
        \(save)
        \(isLast ? "" : outbox(stage))
        COMMIT;
        \\endpipeline

        """
    }

    private static func inbox(_ stage: String) -> String {
        """
        INSERT INTO inbox (message_id, lane) SELECT id, '\(stage)'
            FROM floor.\(stage) f, unnest(f.heard) AS new (id) WHERE f.n = :n ORDER BY id
            ON CONFLICT DO NOTHING RETURNING message_id;
        """
    }

    private static func outbox(_ stage: String) -> String {
        """
        WITH sheaf AS (
            INSERT INTO outbox (id, messages, told_at, due_at)
            SELECT f.told[1], f.told, date_trunc('milliseconds', now()), clock_timestamp() + make_interval(secs => 60)
            FROM floor.\(stage) f WHERE f.n = :n AND f.told <> '{}')
            INSERT INTO told (id, type, causation, headers, body)
            SELECT new.* FROM floor.\(stage) f, unnest(f.told, f.types, f.causes, f.headers, f.bodies) AS new
            WHERE f.n = :n;
        DELETE FROM outbox WHERE id = (SELECT f.told[1] FROM floor.\(stage) f WHERE f.n = :n - 1);
        """
    }

    /// What comes to it has no id that the inbox would note: the order's own key tells repeats.
    private static let ingestion = script(
        "ingestion", hasInbox: false,
        load: """
            INSERT INTO orders (tenant_id, order_id, status, created_at, currency, total_cents, raw)
                SELECT new.* FROM floor.ingestion f, unnest(f.tenants, f.ids, f.statuses, f.created, f.currencies,
                    f.cents, f.documents) AS new WHERE f.n = :n
                ORDER BY 1, 2 ON CONFLICT DO NOTHING RETURNING tenant_id, order_id;
            """,
        save: """
            INSERT INTO order_lines (tenant_id, order_id, line_id, sku_id, product_id, qty, price_cents)
                SELECT new.* FROM floor.ingestion f, unnest(f.line_tenants, f.line_orders, f.lines, f.skus, f.products,
                    f.units, f.prices) AS new WHERE f.n = :n;
            """)

    private static let inventory = script(
        "inventory",
        load: """
            SELECT s.tenant_id, s.sku_id, s.available
                FROM floor.inventory f, unnest(f.want_tenants, f.want_skus) AS wanted (tenant, sku), stock s
                WHERE f.n = :n AND s.tenant_id = wanted.tenant AND s.sku_id = wanted.sku
                ORDER BY s.tenant_id, s.sku_id FOR UPDATE OF s;
            """,
        save: """
            UPDATE stock s SET available = available - taken.units, reserved = reserved + taken.units
                FROM floor.inventory f, unnest(f.take_tenants, f.take_skus, f.take_units) AS taken (tenant, sku, units)
                WHERE f.n = :n AND s.tenant_id = taken.tenant AND s.sku_id = taken.sku;
            INSERT INTO ledger (tenant_id, order_id, line_id, sku_id, qty)
                SELECT new.* FROM floor.inventory f, unnest(f.line_tenants, f.line_orders, f.lines, f.skus, f.units)
                    AS new WHERE f.n = :n;
            """)

    private static let analytics = script(
        "analytics", load: "",
        save: """
            INSERT INTO daily AS d (tenant_id, day, orders, gmv_cents, units, reserved, rejected)
                SELECT new.* FROM floor.analytics f, unnest(f.tenants, f.days, f.orders, f.cents, f.units, f.reserved,
                    f.rejected) AS new WHERE f.n = :n ORDER BY 1, 2
                ON CONFLICT (tenant_id, day) DO UPDATE SET orders = d.orders + excluded.orders,
                gmv_cents = d.gmv_cents + excluded.gmv_cents, units = d.units + excluded.units,
                reserved = d.reserved + excluded.reserved, rejected = d.rejected + excluded.rejected;
            """,
        isLast: true)
}
