import Contracts
import Foundation
import Postgres

/// Orders that are credited to creators, as they are told.
enum AffiliateStore {
    /// The known ones among these of a shop or a creator, locked, by the channel's ids.
    static func lock(
        _ ids: [String], tenant: TenantID, account: UUID, _ client: some PostgresClient
    ) async throws -> [String: AffiliateOrderChanged] {
        let rows = try await client.rows(
            """
            SELECT told FROM affiliate_orders
            WHERE tenant_id = \(tenant.uuid) AND account_id = \(account) AND channel_order = ANY(\(ids))
            ORDER BY channel_order FOR UPDATE
            """, as: JSON.self)
        let told = try rows.map { try $0.decode(AffiliateOrderChanged.self) }
        return Dictionary(told.map { ($0.channelOrder, $0) }) { first, _ in first }
    }

    /// Writes orders, each once.
    static func save(
        _ orders: [AffiliateOrderChanged], tenant: TenantID, account: UUID, _ pipeline: inout Pipeline
    ) throws {
        guard !orders.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO affiliate_orders (tenant_id, account_id, channel_order, version, placed_at, told)
            SELECT \(tenant.uuid), \(account), new.*
            FROM unnest(\(orders.map(\.channelOrder)), \(orders.map { Int32($0.version) }),
                \(orders.map(\.placedAt.date)), \(try orders.map { try JSON(encoding: $0) })) AS new
            ON CONFLICT (tenant_id, account_id, channel_order) DO UPDATE SET version = excluded.version,
                placed_at = excluded.placed_at, told = excluded.told
            """)
    }
}
