import Contracts
import Foundation
import Postgres

/// Listings and warehouses as they were told last.
enum CatalogueStore {
    /// The listings of a shop that were told before, locked, by the channel's ids.
    static func lockProducts(
        _ ids: [String], tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> [String: ProductSynced] {
        let rows = try await client.rows(
            """
            SELECT channel_product, document FROM products
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND channel_product = ANY(\(ids))
            ORDER BY channel_product FOR UPDATE
            """, as: (String, JSON).self)
        return try Dictionary(uniqueKeysWithValues: rows.map { ($0.0, try $0.1.decode(ProductSynced.self)) })
    }

    /// Writes listings, each once.
    static func save(_ products: [ProductSynced], tenant: TenantID, _ pipeline: inout Pipeline) throws {
        guard !products.isEmpty else { return }
        let products = products.sorted { $0.channelProduct < $1.channelProduct }
        pipeline.run(
            """
            INSERT INTO products (tenant_id, shop_id, channel_product, is_active, updated_at, document)
            SELECT \(tenant.uuid), new.*
            FROM unnest(\(products.map(\.shop.uuid)), \(products.map(\.channelProduct)), \(products.map(\.isActive)),
                \(products.map(\.updatedAt.date)), \(try products.map { try JSON(encoding: $0) })) AS new
            ON CONFLICT (tenant_id, shop_id, channel_product) DO UPDATE SET is_active = excluded.is_active,
                updated_at = excluded.updated_at, document = excluded.document
            """)
    }

    /// The warehouses of a shop that were told before, by the channel's ids.
    static func lockWarehouses(
        tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> [String: WarehouseSynced] {
        let rows = try await client.rows(
            """
            SELECT channel_warehouse, document FROM warehouses
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) ORDER BY channel_warehouse FOR UPDATE
            """, as: (String, JSON).self)
        return try Dictionary(uniqueKeysWithValues: rows.map { ($0.0, try $0.1.decode(WarehouseSynced.self)) })
    }

    /// Writes warehouses, each once.
    static func save(_ warehouses: [WarehouseSynced], tenant: TenantID, _ pipeline: inout Pipeline) throws {
        guard !warehouses.isEmpty else { return }
        let warehouses = warehouses.sorted { $0.channelWarehouse < $1.channelWarehouse }
        pipeline.run(
            """
            INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, document)
            SELECT \(tenant.uuid), new.* FROM unnest(\(warehouses.map(\.shop.uuid)),
                \(warehouses.map(\.channelWarehouse)), \(try warehouses.map { try JSON(encoding: $0) })) AS new
            ON CONFLICT (tenant_id, shop_id, channel_warehouse) DO UPDATE SET document = excluded.document
            """)
    }
}
