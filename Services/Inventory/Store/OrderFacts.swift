import Contracts
import Foundation
import Messaging
import Postgres

/// Where every order stands with stock, for whoever compares it with the orders themselves.
enum OrderFacts {
    static func page(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let facts = try await database.rows(
            """
            WITH page AS (
                SELECT tenant_id, order_id, state, version FROM orders
                WHERE version > 0 AND \(try FactMark.behind(asked, uuid: "tenant_id, order_id"))
                ORDER BY tenant_id, order_id LIMIT \(limit + 1)
            )
            SELECT p.tenant_id, p.order_id, p.state, p.version, coalesce(n.units, 0) + coalesce(u.units, 0)
            FROM page p LEFT JOIN LATERAL (
                -- A bundle's parts tell the same units each.
                SELECT sum(units)::bigint AS units FROM (
                    SELECT max(deducted / each) AS units FROM needs
                    WHERE (tenant_id, order_id) = (p.tenant_id, p.order_id) GROUP BY channel_sku) AS line
            ) AS n ON true LEFT JOIN LATERAL (
                SELECT sum(handed_over)::bigint AS units FROM unmapped_lines
                WHERE (tenant_id, order_id) = (p.tenant_id, p.order_id)
            ) AS u ON true
            ORDER BY p.tenant_id, p.order_id
            """, as: (UUID, UUID, String, Int, Int).self
        ).map { tenant, order, state, version, handedOver in
            Fact(
                tenant: TenantID(tenant), key: order.text, figures: ["version": version, "handedOver": handedOver],
                words: ["state": state])
        }
        return FactPage(facts, limit: limit)
    }
}
