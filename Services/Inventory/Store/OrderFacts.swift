import Contracts
import Foundation
import Messaging
import Postgres

/// Where every order stands with stock, for whoever compares it with the orders themselves.
enum OrderFacts {
    static func page(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let since = asked.since
        let behind = try FactMark.behind(asked, uuid: "tenant_id, order_id")
        let names: SQL =
            if let named = try FactMark.named(asked) {
                self.named(named, behind)
            } else if let since {
                lately(since: since, behind, limit + 1)
            } else {
                "SELECT tenant_id, order_id FROM orders WHERE version > 0 AND \(behind)"
            }
        let found = try await database.rows(
            "\(names) ORDER BY tenant_id, order_id LIMIT \(limit + 1)", as: (UUID, UUID).self)
        return try await FactPage(of: found.map { (tenant: $0, key: $1) }, limit: limit, since: since) { page in
            try await facts(page, database)
        }
    }

    private static func named(_ names: [FactMark], _ behind: SQL) -> SQL {
        let names = names.filter { $0.uuid != nil }
        return """
            SELECT tenant_id, order_id
            FROM unnest(\(names.map(\.tenant.uuid)), \(names.compactMap(\.uuid))) AS named (of_tenant, key)
            JOIN orders ON tenant_id = of_tenant AND order_id = key
            WHERE version > 0 AND \(behind)
            """
    }

    /// Orders that have something reserved or wait for it, and those whose turn came in these days: a day's orders lie
    /// together in the index, in the order of their keys.
    private static func lately(since: Instant, _ behind: SQL, _ limit: Int) -> SQL {
        """
        SELECT tenant_id, order_id FROM (
            (SELECT tenant_id, order_id FROM orders
            WHERE version > 0 AND state IN ('reserved', 'waiting') AND \(behind)
            ORDER BY tenant_id, order_id LIMIT \(limit))
            UNION
            SELECT seen.tenant_id, seen.order_id
            FROM generate_series((\(since.date) AT TIME ZONE 'UTC')::date::timestamp,
                (now() AT TIME ZONE 'UTC')::date::timestamp, interval '1 day') AS day
            CROSS JOIN LATERAL (
                SELECT tenant_id, order_id FROM orders
                WHERE ((turn_at AT TIME ZONE 'UTC')::date) = day::date AND version > 0 AND \(behind)
                ORDER BY tenant_id, order_id LIMIT \(limit)) AS seen
        ) AS found
        """
    }

    private static func facts(
        _ names: [(tenant: UUID, key: UUID)], _ database: PostgresPool
    ) async throws -> [KnownFact] {
        try await database.rows(
            """
            SELECT o.tenant_id, o.order_id, o.state, o.version, coalesce(n.units, 0) + coalesce(u.units, 0)
            FROM unnest(\(names.map(\.tenant)), \(names.map(\.key))) AS named (of_tenant, key)
            JOIN orders o ON (o.tenant_id, o.order_id) = (of_tenant, key) LEFT JOIN LATERAL (
                -- A bundle's parts tell the same units each.
                SELECT sum(units)::bigint AS units FROM (
                    SELECT max(deducted / each) AS units FROM needs
                    WHERE (tenant_id, order_id) = (o.tenant_id, o.order_id) GROUP BY channel_sku) AS line
            ) AS n ON true LEFT JOIN LATERAL (
                SELECT sum(handed_over)::bigint AS units FROM unmapped_lines
                WHERE (tenant_id, order_id) = (o.tenant_id, o.order_id)
            ) AS u ON true
            WHERE o.version > 0 ORDER BY o.tenant_id, o.order_id
            """, as: (UUID, UUID, String, Int, Int).self
        ).map { tenant, order, state, version, handedOver in
            KnownFact(
                tenant: TenantID(tenant), key: order.text, figures: ["version": version, "handedOver": handedOver],
                words: ["state": state])
        }
    }
}
