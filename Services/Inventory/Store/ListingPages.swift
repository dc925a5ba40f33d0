import Contracts
import Foundation
import Postgres

/// Listings as people see them, with what they take from stock.
enum ListingPages {
    /// Listings by shop, then channel SKU.
    struct Query: PagedList {
        let tenants: [TenantID]
        let shop: ShopID?
        let isUnmapped: Bool
        /// Only those whose channel SKU or seller SKU begins so, in upper or lower case.
        let search: String?
        let page: Page<ListingEnd>

        static func end(_ row: ListingRecord) -> ListingEnd { ListingEnd(shop: row.shop, channelSKU: row.channelSKU) }

        func rows(_ database: Transaction) async throws -> [ListingRecord] {
            let selection: SQL = "\(columns) WHERE \(conditions.joined(separator: " AND "))"
            let order: SQL = "shop_id, channel_sku COLLATE \"C\""
            let records = try await database.rows(page.lines(of: tenants, selection, by: order), decode)
            var pipeline = Pipeline()
            let shelves = ListingShelves.load(CatalogueStore.listingRows(records.map(\.key)), &pipeline)
            try await database.send(pipeline)
            let found = try shelves()
            return records.map { $0.showing(found[$0.key] ?? []) }
        }

        private var conditions: [SQL] {
            var conditions: [SQL] = ["l.tenant_id = asked.tenant"]
            if let shop { conditions.append("l.shop_id = \(shop.uuid)") }
            if isUnmapped { conditions.append("l.unmapped IS NOT NULL") }
            if let search {
                conditions.append(
                    """
                    (starts_with(lower(l.channel_sku), lower(\(search)))
                        OR starts_with(lower(l.seller_sku), lower(\(search))))
                    """)
            }
            if let end = page.after {
                conditions.append("(l.shop_id, l.channel_sku COLLATE \"C\") > (\(end.shop.uuid), \(end.channelSKU))")
            }
            return conditions
        }
    }

    /// One listing.
    static func listing(_ key: ListingKey, _ pipeline: inout Pipeline) -> Pending<[ListingRecord]> {
        pipeline.rows(
            """
            \(columns) WHERE l.tenant_id = \(key.tenant.uuid) AND l.shop_id = \(key.shop.uuid)
                AND l.channel_sku = \(key.channelSKU)
            """, decode)
    }

    /// Whose listing it is: one that was described, or one that an order waits for; nil when it is nobody's whom the
    /// caller speaks for.
    static func owner(
        _ shop: ShopID, _ channelSKU: String, tenants: [TenantID], _ database: Transaction
    ) async throws -> ListingKey? {
        let tenant = try await database.first(
            """
            SELECT tenant_id FROM listings
            WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND shop_id = \(shop.uuid) AND channel_sku = \(channelSKU)
            UNION SELECT tenant_id FROM unmapped_lines
            WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND shop_id = \(shop.uuid) AND channel_sku = \(channelSKU)
            LIMIT 1
            """, as: UUID.self)
        return tenant.map { ListingKey(tenant: TenantID($0), shop: shop, channelSKU: channelSKU) }
    }

    private static func parts(_ column: SQL) -> SQL {
        """
        ARRAY(SELECT \(column) FROM components c JOIN skus s USING (tenant_id, sku_id)
            WHERE c.tenant_id = l.tenant_id AND c.shop_id = l.shop_id AND c.channel_sku = l.channel_sku
            ORDER BY c.sku_id)
        """
    }

    private static let columns: SQL = """
        SELECT l.tenant_id, l.shop_id, l.channel_sku, l.channel_product, l.seller_sku, l.title, l.is_active, l.unmapped,
            \(parts("c.sku_id")) AS part_skus, \(parts("s.code")) AS part_codes, \(parts("c.units")) AS part_units
        FROM listings l
        """

    @Sendable private static func decode(_ row: inout RowReader) throws -> ListingRecord {
        let (tenant, shop) = try row.next((UUID, UUID).self)
        let (channelSKU, channelProduct, sellerSKU, title) = try row.next((String, String, String, String).self)
        let (isActive, unmapped) = try row.next((Bool, String?).self)
        let (skus, codes, units) = try row.next(([UUID], [String], [Int]).self)
        return ListingRecord(
            tenant: TenantID(tenant), shop: ShopID(shop), channelSKU: channelSKU, channelProduct: channelProduct,
            sellerSKU: sellerSKU, title: title, isActive: isActive, unmapped: unmapped,
            parts: zip(skus, zip(codes, units)).map { ListingRecord.Part(sku: SKUID($0), code: $1.0, units: $1.1) })
    }
}
