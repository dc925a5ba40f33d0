import Contracts
import Foundation
import Postgres

/// What a new mapping of a listing touches: orders that wait with the old one.
enum MappingStore {
    /// The most orders that are asked again at once; others keep the mapping that they have.
    private static let mostOrders = 1_000

    /// Locks the orders that wait and whose lines of the listings have moved nothing.
    ///
    /// - Parameter listings: A query of `(tenant_id, shop_id, channel_sku)`.
    private static func lockWaiting(_ listings: SQL, _ pipeline: inout Pipeline) {
        OrderStore.lock(
            """
            SELECT o.tenant_id, o.order_id FROM orders o
            WHERE o.state = 'waiting' AND (o.tenant_id, o.order_id) IN (
                SELECT n.tenant_id, n.order_id FROM needs n
                JOIN (\(listings)) AS named USING (tenant_id, shop_id, channel_sku)
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

    /// What is known of a listing that is to be mapped, locked, and of the SKUs that it shall take.
    struct Found: Sendable {
        let listing: Listing
        /// The listing with the bundles of which it is a part, the bundles of those, and all their parts.
        let catalogue: Catalogue
        let skus: Set<SKUID>
        /// By their codes.
        let codes: [String: SKUID]
        /// Levels of the SKUs, wherever they are; not locked.
        let levels: [LevelKey: Level]
    }

    /// Gives SKUs that lie nowhere an empty place, so that there is something to tell the listing's channel: zero.
    private static func ensureLevels(_ skus: SQL, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO levels (tenant_id, sku_id, location_id)
            SELECT named.tenant_id, named.sku_id, d.location_id
            FROM (\(skus)) AS named JOIN locations d ON d.tenant_id = named.tenant_id AND d.is_default
            WHERE NOT EXISTS (SELECT FROM levels l WHERE (l.tenant_id, l.sku_id) = (named.tenant_id, named.sku_id))
            ORDER BY named.tenant_id, named.sku_id ON CONFLICT DO NOTHING
            """)
    }

    /// Makes SKUs for codes that nothing is called by.
    private static func ensureSKUs(_ codes: [String], of tenant: TenantID, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO skus (tenant_id, sku_id, code)
            SELECT \(tenant.uuid), id, code
            FROM unnest(\(codes), \(codes.map { _ in UUID.v7() })) AS new (code, id)
            WHERE NOT EXISTS (SELECT FROM skus s WHERE s.tenant_id = \(tenant.uuid) AND s.code = new.code)
            ORDER BY code ON CONFLICT DO NOTHING
            """)
    }

    /// Locks the orders that wait for a listing or a bundle that draws on it, then these, and reads what the listing
    /// shall take.
    static func load(_ key: ListingKey, _ wishes: [Mapping.Wish], _ database: Transaction) async throws -> Found {
        var pipeline = Pipeline()
        // Bundles of bundles draw on it as well.
        let drawing = BundleStore.drawing(on: CatalogueStore.listingRows([key]))
        lockWaiting(BundleStore.drawing(on: drawing), &pipeline)
        let family = BundleStore.family(drawing)
        let listings = CatalogueStore.lockListings([key], with: family, &pipeline)
        let components = ListingStore.components(family, &pipeline)
        let bundles = BundleStore.load(family, &pipeline)
        let codes = Array(Set(wishes.compactMap(\.code))).sorted()
        ensureSKUs(codes, of: key.tenant, &pipeline)
        let named: SQL = """
            SELECT tenant_id, sku_id, code FROM skus WHERE tenant_id = \(key.tenant.uuid)
                AND (sku_id = ANY(\(wishes.compactMap(\.sku?.uuid))) OR code = ANY(\(codes)))
            """
        let known = pipeline.rows("SELECT sku_id, code FROM (\(named)) AS named", as: (UUID, String).self)
        ensureLevels(named, &pipeline)
        let levels = LevelStore.read("SELECT tenant_id, sku_id FROM (\(named)) AS named", &pipeline)
        let rest = pipeline
        try await database.send(rest)
        let catalogue = Catalogue(listings: try listings(), components: try components(), bundles: try bundles())
        return Found(
            listing: catalogue.listings[key] ?? Listing(key: key), catalogue: catalogue,
            skus: Set(try known.get().map { SKUID($0.0) }),
            codes: Dictionary(uniqueKeysWithValues: try known.get().map { ($0.1, SKUID($0.0)) }),
            levels: try levels())
    }
}
