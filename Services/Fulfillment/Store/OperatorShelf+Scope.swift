import Contracts
import Foundation
import Postgres

extension OperatorShelf {
    /// Brands that have told their settings, and shops that were connected.
    func knows(_ tenant: TenantID?, _ shop: ShopID?, in database: some PostgresClient) async throws -> Bool? {
        let (tenant, shop): (SQL, SQL) = ("\(tenant?.uuid as UUID?)", "\(shop?.uuid as UUID?)")
        return try await database.first(
            """
            SELECT EXISTS (SELECT FROM shops
                    WHERE tenant_id = coalesce(\(tenant), tenant_id) AND shop_id = coalesce(\(shop), shop_id))
                OR \(shop) IS NULL AND EXISTS (SELECT FROM settings WHERE tenant_id = \(tenant))
            """, as: Bool.self)
    }
}
