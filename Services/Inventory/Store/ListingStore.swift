import Contracts
import Foundation
import Postgres

/// What listings and warehouses mean: `components`, `warehouses`, `locations`, `shops`.
enum ListingStore {
    /// What listings take from stock.
    ///
    /// - Parameter listings: A query of `(tenant_id, shop_id, channel_sku)`.
    static func components(_ listings: SQL, _ pipeline: inout Pipeline) -> () throws -> [ListingKey: [Component]] {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, channel_sku, sku_id, units
            FROM (SELECT DISTINCT * FROM (\(listings)) AS l) AS listings
            JOIN components USING (tenant_id, shop_id, channel_sku) ORDER BY sku_id
            """
        ) { row in
            (
                ListingKey(tenant: TenantID(try row.next()), shop: ShopID(try row.next()), channelSKU: try row.next()),
                Component(sku: SKUID(try row.next()), units: try row.next())
            )
        }
        return { Dictionary(grouping: try rows.get(), by: \.0).mapValues { $0.map(\.1) } }
    }

    /// Gives tenants that have none a location where everything lies.
    static func ensureDefaultLocations(_ tenants: [UUID], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO locations (tenant_id, location_id, name, is_default)
            SELECT tenant, id, 'Main', true
            FROM unnest(\(tenants), \(tenants.map { _ in UUID.v7() })) AS new (tenant, id)
            WHERE NOT EXISTS (SELECT FROM locations WHERE tenant_id = tenant AND is_default)
            ORDER BY tenant ON CONFLICT DO NOTHING
            """)
    }

    static func defaultLocations(_ tenants: [UUID], _ pipeline: inout Pipeline) -> () throws -> [TenantID: LocationID] {
        let rows = pipeline.rows(
            "SELECT tenant_id, location_id FROM locations WHERE tenant_id = ANY(\(tenants)) AND is_default",
            as: (UUID, UUID).self)
        return { Dictionary(uniqueKeysWithValues: try rows.get().map { (TenantID($0), LocationID($1)) }) }
    }

    static func warehouses(
        _ tenants: [UUID], _ shops: [UUID], _ pipeline: inout Pipeline
    ) -> () throws -> [WarehouseKey: LocationID] {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, channel_warehouse, location_id FROM warehouses
            WHERE tenant_id = ANY(\(tenants)) AND shop_id = ANY(\(shops))
            """, as: (UUID, UUID, String, UUID).self)
        return {
            Dictionary(
                uniqueKeysWithValues: try rows.get().map { tenant, shop, warehouse, location in
                    let shop = ShopKey(tenant: TenantID(tenant), shop: ShopID(shop))
                    return (WarehouseKey(shop: shop, channelWarehouse: warehouse), LocationID(location))
                })
        }
    }

    /// What was last told of warehouses of shops.
    static func toldWarehouses(
        _ tenants: [UUID], _ shops: [UUID], _ pipeline: inout Pipeline
    ) -> () throws -> [WarehouseKey: WarehouseSyncedHandler.Known] {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, channel_warehouse, is_for_sales, told_at FROM warehouses
            WHERE tenant_id = ANY(\(tenants)) AND shop_id = ANY(\(shops))
            """, as: (UUID, UUID, String, Bool, Date?).self)
        return {
            let told = try rows.get().map { tenant, shop, warehouse, sells, toldAt in
                let shop = ShopKey(tenant: TenantID(tenant), shop: ShopID(shop))
                return (
                    WarehouseKey(shop: shop, channelWarehouse: warehouse),
                    WarehouseSyncedHandler.Known(sells: sells, toldAt: toldAt ?? .distantPast)
                )
            }
            return Dictionary(uniqueKeysWithValues: told)
        }
    }

    static func connections(
        _ tenants: [UUID], _ shops: [UUID], _ pipeline: inout Pipeline
    ) -> () throws -> [ShopKey: Instant] {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, connected_at FROM shops
            WHERE tenant_id = ANY(\(tenants)) AND shop_id = ANY(\(shops))
            """, as: (UUID, UUID, Date).self)
        return {
            Dictionary(
                uniqueKeysWithValues: try rows.get().map { tenant, shop, instant in
                    (ShopKey(tenant: TenantID(tenant), shop: ShopID(shop)), Instant(instant))
                })
        }
    }
}
