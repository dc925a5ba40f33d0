import Contracts
import Foundation
import Postgres

/// What a new mapping of a listing touches: orders that wait with the old one.
enum MappingStore {
    /// The most orders that are asked again at once; others keep the mapping that they have.
    private static let mostOrders = 1_000

    /// Locks the orders that wait and whose lines of the listings have moved nothing.
    static func lockWaiting(_ listings: [ListingKey], _ pipeline: inout Pipeline) {
        OrderStore.lock(
            """
            SELECT o.tenant_id, o.order_id FROM orders o
            WHERE o.state = 'waiting' AND (o.tenant_id, o.order_id) IN (
                SELECT n.tenant_id, n.order_id FROM needs n
                JOIN (\(CatalogueStore.listingRows(listings))) AS named USING (tenant_id, shop_id, channel_sku)
                WHERE n.reserved < n.wanted)
            ORDER BY o.turn_at LIMIT \(mostOrders)
            """, &pipeline)
    }

    /// Turns the needs of the locked orders back into lines that nothing is mapped to, to be mapped anew.
    static func forget(_ listings: [ListingKey], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            WITH forgotten AS (
                DELETE FROM needs n USING (\(CatalogueStore.listingRows(listings))) AS named,
                    (\(OrderStore.locked)) AS locked JOIN orders o USING (tenant_id, order_id)
                WHERE (n.tenant_id, n.shop_id, n.channel_sku) = (named.tenant_id, named.shop_id, named.channel_sku)
                    AND (o.tenant_id, o.order_id) = (n.tenant_id, n.order_id) AND o.state = 'waiting'
                    AND NOT EXISTS (SELECT FROM needs moved WHERE (moved.tenant_id, moved.order_id, moved.channel_sku)
                        = (n.tenant_id, n.order_id, n.channel_sku) AND (moved.reserved > 0 OR moved.deducted > 0))
                RETURNING n.tenant_id, n.order_id, n.channel_sku, n.shop_id, n.wanted / n.each AS pending
            )
            INSERT INTO unmapped_lines (tenant_id, order_id, channel_sku, shop_id, pending, handed_over)
            SELECT tenant_id, order_id, channel_sku, shop_id, max(pending), 0 FROM forgotten GROUP BY 1, 2, 3, 4
            ON CONFLICT DO NOTHING
            """)
    }

    private static func rows(_ skus: Set<Offers.SKUKey>) -> SQL {
        "SELECT * FROM unnest(\(skus.map(\.tenant.uuid)), \(skus.map(\.sku.uuid))) AS named (tenant_id, sku_id)"
    }

    /// Which of the SKUs exist.
    static func known(_ skus: Set<Offers.SKUKey>, _ pipeline: inout Pipeline) -> () throws -> Set<Offers.SKUKey> {
        let rows = pipeline.rows(
            "SELECT tenant_id, sku_id FROM skus JOIN (\(rows(skus))) AS named USING (tenant_id, sku_id)",
            as: (UUID, UUID).self)
        return { Set(try rows.get().map { Offers.SKUKey(tenant: TenantID($0), sku: SKUID($1)) }) }
    }

    /// The levels of SKUs, not locked.
    static func levels(_ skus: Set<Offers.SKUKey>, _ pipeline: inout Pipeline) -> () throws -> [LevelKey: Level] {
        LevelStore.read("SELECT * FROM (\(rows(skus))) AS named", &pipeline)
    }
}
