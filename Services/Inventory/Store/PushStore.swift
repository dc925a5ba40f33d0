import Contracts
import Foundation
import Postgres

/// What channels were told last, as far as people and shops make us forget it: `pushes`.
enum PushStore {
    /// Forgets what the channel of shops was told, so that it is told again.
    static func forgetTold(shops: [ShopKey], _ pipeline: inout Pipeline) {
        let named: SQL = """
            SELECT tenant_id, shop_id, channel_product FROM pushes
            JOIN unnest(\(shops.map(\.tenant.uuid)), \(shops.map(\.shop.uuid))) AS named (tenant_id, shop_id)
                USING (tenant_id, shop_id)
            """
        pipeline.run(forget(named))
    }

    /// Forgets what all channels of tenants were told.
    static func forgetTold(tenants: [TenantID], _ pipeline: inout Pipeline) {
        pipeline.run(forget(ofTenants: tenants))
    }

    /// The same for one tenant; answers of how many products.
    static func forgetTold(tenant: TenantID, _ client: some PostgresClient) async throws -> Int {
        try await client.run(forget(ofTenants: [tenant]))
    }

    private static func forget(ofTenants tenants: [TenantID]) -> SQL {
        forget(
            """
            SELECT tenant_id, shop_id, channel_product FROM pushes WHERE tenant_id = ANY(\(tenants.map(\.uuid)))
            """)
    }

    /// Locks rows in the order of their keys, as the lane of pushes does, before it changes them.
    ///
    /// - Parameter named: A query of them.
    private static func forget(_ named: SQL) -> SQL {
        """
        UPDATE pushes p SET limits = '' FROM (
            \(named) ORDER BY tenant_id, shop_id, channel_product COLLATE "C" FOR UPDATE OF pushes) AS locked
        WHERE (p.tenant_id, p.shop_id, p.channel_product)
            = (locked.tenant_id, locked.shop_id, locked.channel_product)
        """
    }
}
