import Contracts
import Foundation
import Postgres

/// What channels themselves sell as one: `bundle_parts`.
enum BundleStore {
    /// Listings, the bundles that name them, and all parts of those.
    static func family(_ listings: SQL) -> SQL {
        """
        SELECT tenant_id, shop_id, channel_sku FROM (\(listings)) AS own
        UNION SELECT tenant_id, shop_id, channel_sku FROM (\(naming(listings))) AS bundle
        UNION SELECT b.tenant_id, b.shop_id, b.part_sku FROM bundle_parts b
            JOIN (\(naming(listings))) AS bundle USING (tenant_id, shop_id, channel_sku)
        UNION SELECT b.tenant_id, b.shop_id, b.part_sku FROM bundle_parts b
            JOIN (\(listings)) AS own USING (tenant_id, shop_id, channel_sku)
        """
    }

    /// Listings, and the bundles that name them.
    static func drawing(on listings: SQL) -> SQL {
        """
        SELECT tenant_id, shop_id, channel_sku FROM (\(listings)) AS own
        UNION SELECT tenant_id, shop_id, channel_sku FROM (\(naming(listings))) AS bundle
        """
    }

    /// The bundles of which one of some listings is a part.
    private static func naming(_ listings: SQL) -> SQL {
        """
        SELECT DISTINCT b.tenant_id, b.shop_id, b.channel_sku FROM bundle_parts b
        JOIN (\(listings)) AS part
            ON (part.tenant_id, part.shop_id, part.channel_sku) = (b.tenant_id, b.shop_id, b.part_sku)
        """
    }

    /// The parts of those of some listings that are bundles.
    static func load(_ listings: SQL, _ pipeline: inout Pipeline) -> () throws -> [ListingKey: [String: Int]] {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, channel_sku, part_sku, units
            FROM (\(listings)) AS named JOIN bundle_parts USING (tenant_id, shop_id, channel_sku)
            """, as: (UUID, UUID, String, String, Int).self)
        return {
            var bundles: [ListingKey: [String: Int]] = [:]
            for (tenant, shop, bundle, part, units) in try rows.get() {
                let key = ListingKey(tenant: TenantID(tenant), shop: ShopID(shop), channelSKU: bundle)
                bundles[key, default: [:]][part] = units
            }
            return bundles
        }
    }

    /// Writes what bundles are made of now.
    static func save(_ changes: [CatalogueChange], _ pipeline: inout Pipeline) {
        var bundles: [ListingKey: [String: Int]] = [:]
        for change in changes { if let parts = change.bundle { bundles[change.listing.key] = parts } }
        guard !bundles.isEmpty else { return }
        let keys = bundles.keys.sorted()
        pipeline.run(
            """
            DELETE FROM bundle_parts b USING (\(CatalogueStore.listingRows(keys))) AS named
            WHERE (b.tenant_id, b.shop_id, b.channel_sku) = (named.tenant_id, named.shop_id, named.channel_sku)
            """)
        let rows = keys.flatMap { key in
            (bundles[key] ?? [:]).sorted { $0.key < $1.key }.map { (key: key, part: $0.key, units: $0.value) }
        }
        pipeline.run(
            """
            INSERT INTO bundle_parts (tenant_id, shop_id, channel_sku, part_sku, units)
            SELECT * FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.shop.uuid)),
                \(rows.map(\.key.channelSKU)), \(rows.map(\.part)), \(rows.map(\.units)))
            """)
    }
}
