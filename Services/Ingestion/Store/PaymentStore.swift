import Contracts
import Foundation
import Postgres

/// Payments of statements.
enum PaymentStore {
    /// When payments were made, by the channel's ids.
    static func times(
        _ ids: [String], tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> [String: Instant] {
        let rows = try await client.rows(
            """
            SELECT channel_payment, coalesce(arrived_at, begun_at) FROM payments
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND channel_payment = ANY(\(ids))
            """, as: (String, Date).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0, Instant(nearest: $1)) })
    }

    /// When the oldest payment since some time was begun that has not arrived.
    static func oldestOpen(
        since: Date, tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> Date? {
        try await client.first(
            """
            SELECT begun_at FROM payments WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid)
                AND begun_at >= \(since) AND state IN ('processing', 'other')
            ORDER BY begun_at LIMIT 1
            """, as: Date.self)
    }

    /// Writes payments, each once.
    static func save(
        _ payments: [(snapshot: PaymentSnapshot, received: JSON)], tenant: TenantID, shop: ShopID,
        _ pipeline: inout Pipeline
    ) {
        guard !payments.isEmpty else { return }
        let snapshots = payments.map(\.snapshot)
        pipeline.run(
            """
            INSERT INTO payments
                (tenant_id, shop_id, channel_payment, state, begun_at, arrived_at, received)
            SELECT \(tenant.uuid), \(shop.uuid), new.*
            FROM unnest(\(snapshots.map(\.channelPayment)), \(snapshots.map(\.state.rawValue)),
                \(snapshots.map(\.begunAt.date)), \(snapshots.map { $0.arrivedAt?.date }),
                \(payments.map(\.received))) AS new
            ON CONFLICT (tenant_id, shop_id, channel_payment) DO UPDATE SET state = excluded.state,
                begun_at = excluded.begun_at, arrived_at = excluded.arrived_at, received = excluded.received
            """)
    }
}
