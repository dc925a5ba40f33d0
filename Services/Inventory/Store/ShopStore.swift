import Contracts
import Foundation
import Postgres

/// Connected shops, as far as stock must know them: `shops`.
enum ShopStore {
    /// What is known of a shop.
    struct Known: Hashable, Sendable {
        var version: Int
        var isConnected: Bool
    }

    private static let connected = ConnectionChanged.State.connected.rawValue

    /// Locks shops that are known and reads how they stand.
    static func lock(_ shops: [ShopKey], _ pipeline: inout Pipeline) -> () throws -> [ShopKey: Known] {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, version, state FROM shops JOIN (\(named(shops))) AS named
                USING (tenant_id, shop_id)
            ORDER BY tenant_id, shop_id FOR UPDATE OF shops
            """, as: (UUID, UUID, Int, String).self)
        return {
            Dictionary(
                uniqueKeysWithValues: try rows.get().map { tenant, shop, version, state in
                    let key = ShopKey(tenant: TenantID(tenant), shop: ShopID(shop))
                    return (key, Known(version: version, isConnected: state == connected))
                })
        }
    }

    /// Writes shops as they stand now.
    static func save(_ shops: [(key: ShopKey, body: ConnectionChanged)], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO shops (tenant_id, shop_id, version, state, connected_at)
            SELECT * FROM unnest(\(shops.map(\.key.tenant.uuid)), \(shops.map(\.key.shop.uuid)),
                \(shops.map(\.body.version)), \(shops.map(\.body.state.rawValue)),
                \(shops.map(\.body.connectedAt.date)))
            ON CONFLICT (tenant_id, shop_id) DO UPDATE
            SET version = excluded.version, state = excluded.state, connected_at = excluded.connected_at
            WHERE excluded.version > shops.version
            """)
    }

    /// Forgets what the channel of shops was told, so that it is told again.
    static func forgetTold(_ shops: [ShopKey], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE pushes p SET limits = '' FROM (
                SELECT tenant_id, shop_id, channel_product FROM pushes JOIN (\(named(shops))) AS named
                    USING (tenant_id, shop_id)
                ORDER BY tenant_id, shop_id, channel_product COLLATE "C" FOR UPDATE OF pushes) AS locked
            WHERE (p.tenant_id, p.shop_id, p.channel_product)
                = (locked.tenant_id, locked.shop_id, locked.channel_product)
            """)
    }

    private static func named(_ shops: [ShopKey]) -> SQL {
        """
        SELECT * FROM unnest(\(shops.map(\.tenant.uuid)), \(shops.map(\.shop.uuid))) AS named (tenant_id, shop_id)
        """
    }
}
