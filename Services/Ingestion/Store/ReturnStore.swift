import Contracts
import Foundation
import Postgres

/// Cancellations and returns.
enum ReturnStore {
    /// The known ones among these of a shop, locked, by the channel's ids.
    static func lock(
        _ ids: [String], tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> [String: StoredReturn] {
        let rows = try await client.rows(
            """
            SELECT channel_return, order_id, version, snapshot FROM returns
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND channel_return = ANY(\(ids))
            ORDER BY channel_return FOR UPDATE
            """, as: (String, UUID, Int32, JSON).self)
        var returns: [String: StoredReturn] = [:]
        for (id, order, version, snapshot) in rows {
            returns[id] = StoredReturn(
                shop: shop, order: OrderID(order), version: Int(version),
                snapshot: try snapshot.decode(ReturnSnapshot.self))
        }
        return returns
    }

    /// Writes returns, each once.
    static func save(_ returns: [StoredReturn], tenant: TenantID, _ pipeline: inout Pipeline) throws {
        let kept = returns.compactMap { entry in entry.snapshot.map { (entry: entry, snapshot: $0) } }
            .sorted { $0.snapshot.channelReturn < $1.snapshot.channelReturn }
        guard !kept.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO returns
                (tenant_id, shop_id, channel_return, order_id, version, kind, status, updated_at, snapshot)
            SELECT \(tenant.uuid), new.*
            FROM unnest(\(kept.map(\.entry.shop.uuid)), \(kept.map(\.snapshot.channelReturn)),
                \(kept.map(\.entry.order.uuid)), \(kept.map { Int32($0.entry.version) }),
                \(kept.map(\.snapshot.kind.rawValue)), \(kept.map(\.snapshot.status.rawValue)),
                \(kept.map(\.snapshot.updatedAt.date)), \(try kept.map { try JSON(encoding: $0.snapshot) })) AS new
            ON CONFLICT (tenant_id, shop_id, channel_return) DO UPDATE SET version = excluded.version,
                kind = excluded.kind, status = excluded.status, updated_at = excluded.updated_at,
                snapshot = excluded.snapshot
            """)
    }
}
