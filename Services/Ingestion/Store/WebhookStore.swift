import Contracts
import Foundation
import Messaging
import Postgres

/// Webhooks as they came, each once.
enum WebhookStore {
    /// One webhook to keep.
    struct Row: Sendable {
        let notification: String
        let receivedAt: Date
        let tenant: TenantID?
        let shop: ShopID?
        let kind: Int
        let producer: String?
        let payload: Vault.Sealed
        let outcome: String
    }

    /// What a webhook's payload is sealed for.
    static func place(_ notification: String) -> String { "webhooks/\(notification)" }

    /// Which of these have come before. A join, since a plan that was made while there were few is kept while there are
    /// many: it then reads all of them, and `= ANY` would compare each with every one of these.
    static func known(_ notifications: [String], _ pipeline: inout Pipeline) -> Pending<[String]> {
        pipeline.rows(
            "SELECT n.id FROM unnest(\(notifications)) AS asked (id) JOIN notifications AS n USING (id)",
            as: String.self)
    }

    /// Keeps webhooks. The first of two that come at the same time in two instances wins; the bell of the other only
    /// marks what is marked already.
    static func save(_ rows: [Row], _ pipeline: inout Pipeline) {
        guard !rows.isEmpty else { return }
        let rows = rows.sorted { $0.notification < $1.notification }
        pipeline.run(
            """
            WITH new AS MATERIALIZED (
                SELECT * FROM unnest(\(rows.map(\.notification)), \(rows.map(\.receivedAt)),
                    \(rows.map { $0.tenant?.uuid }), \(rows.map { $0.shop?.uuid }),
                    \(rows.map { Int32(clamping: $0.kind) }), \(rows.map(\.producer)),
                    \(rows.map(\.payload.bytes)), \(rows.map(\.payload.key)), \(rows.map(\.outcome)))
                    AS new (id, at, tenant, shop, kind, producer, payload, key, outcome)
            ), first AS (
                INSERT INTO notifications (id, received_at) SELECT id, at FROM new ORDER BY id
                ON CONFLICT DO NOTHING RETURNING id
            )
            INSERT INTO webhooks (received_at, notification_id, tenant_id, shop_id, kind, producer, payload,
                payload_key, outcome)
            SELECT at, id, tenant, shop, kind, producer, payload, key, outcome FROM new JOIN first USING (id)
            """)
    }
}
