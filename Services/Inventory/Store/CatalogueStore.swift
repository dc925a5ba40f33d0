import Contracts
import Foundation
import Messaging
import Postgres

/// The rows of the catalogue: `listings`, `components`, `skus`; levels behind them.
enum CatalogueStore {
    /// One variant in one warehouse, as a message names it; variants without stock have none.
    private struct Row {
        let key: ListingKey
        let code: String
        let warehouse: String?
    }

    static func load(_ messages: [Received<ProductSynced>], _ pipeline: inout Pipeline) -> Loading<Catalogue> {
        let rows = messages.flatMap(Self.rows)
        let tenants = Array(Set(rows.map(\.key.tenant.uuid)))
        let shops = Array(Set(rows.map(\.key.shop.uuid)))
        ListingStore.ensureDefaultLocations(tenants, &pipeline)
        let named = Set(rows.map(\.key) + messages.flatMap(parts)).sorted()
        let family = BundleStore.family(listingRows(named))
        let listings = lockListings(named, with: family, &pipeline)
        let codes = Set(rows.filter { !$0.code.isEmpty }.map { CodeKey(tenant: $0.key.tenant, code: $0.code) })
        ensureSKUs(rows, &pipeline)
        let skus = Self.skus(codes, &pipeline)
        let levels = LevelStore.lock(levels(of: rows), &pipeline)
        let components = ListingStore.components(family, &pipeline)
        let bundles = BundleStore.load(family, &pipeline)
        let warehouses = ListingStore.warehouses(tenants, shops, &pipeline)
        let defaults = ListingStore.defaultLocations(tenants, &pipeline)
        return Loading {
            Catalogue(
                listings: try listings(), components: try components(), bundles: try bundles(), skus: try skus(),
                levels: try levels(), warehouses: try warehouses(), defaultLocations: try defaults())
        }
    }

    /// The listings that a message names as parts of bundles.
    private static func parts(_ message: Received<ProductSynced>) -> [ListingKey] {
        guard let tenant = message.metadata.tenant, message.body.absurdity == nil else { return [] }
        return message.body.skus.flatMap(\.components).map {
            ListingKey(tenant: tenant, shop: message.body.shop, channelSKU: $0.channelSKU)
        }
    }

    private static func rows(_ message: Received<ProductSynced>) -> [Row] {
        guard let tenant = message.metadata.tenant, message.body.absurdity == nil else { return [] }
        return message.body.skus.flatMap { sku in
            let key = ListingKey(tenant: tenant, shop: message.body.shop, channelSKU: sku.channelSKU)
            let codes = sku.components.isEmpty ? [sku.sellerSKU] : sku.components.map(\.sellerSKU)
            let warehouses = sku.stock.isEmpty ? [nil] : sku.stock.map { Optional($0.channelWarehouse) }
            return codes.flatMap { code in
                warehouses.map { Row(key: key, code: CodeMapping.code(code), warehouse: $0) }
            }
        }
    }

    static func listingRows(_ keys: [ListingKey]) -> SQL {
        """
        SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.shop.uuid)), \(keys.map(\.channelSKU)))
            AS named (tenant_id, shop_id, channel_sku)
        """
    }

    /// Makes listings that may be new and locks them in the order of their keys.
    ///
    /// - Parameter family: A query of more that are locked with them; nil: none.
    static func lockListings(
        _ keys: [ListingKey], with family: SQL? = nil, _ pipeline: inout Pipeline
    ) -> () throws -> [ListingKey: Listing] {
        pipeline.run(
            """
            INSERT INTO listings (tenant_id, shop_id, channel_sku, channel_product, unmapped, synced_at)
            SELECT tenant_id, shop_id, channel_sku, '', 'unknown', to_timestamp(0) FROM (\(listingRows(keys))) AS new
            ORDER BY tenant_id, shop_id, channel_sku COLLATE "C" ON CONFLICT DO NOTHING
            """)
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, channel_sku, channel_product, seller_sku, title, is_active, unmapped,
                is_reported, synced_at, first_stock
            FROM listings JOIN (\(family ?? listingRows(keys))) AS named USING (tenant_id, shop_id, channel_sku)
            ORDER BY tenant_id, shop_id, channel_sku COLLATE "C" FOR UPDATE OF listings
            """, decode)
        return { Dictionary(uniqueKeysWithValues: try rows.get().map { ($0.key, $0) }) }
    }

    /// Makes SKUs for codes that are new, where their listing is not mapped to something already.
    private static func ensureSKUs(_ rows: [Row], _ pipeline: inout Pipeline) {
        let coded = rows.filter { !$0.code.isEmpty }
        pipeline.run(
            """
            INSERT INTO skus (tenant_id, sku_id, code)
            SELECT DISTINCT ON (new.tenant_id, new.code) new.tenant_id, new.id, new.code
            FROM unnest(\(coded.map(\.key.tenant.uuid)), \(coded.map(\.key.shop.uuid)), \(coded.map(\.key.channelSKU)),
                \(coded.map(\.code)), \(coded.map { _ in UUID.v7() }))
                AS new (tenant_id, shop_id, channel_sku, code, id)
            JOIN listings l USING (tenant_id, shop_id, channel_sku)
            WHERE l.unmapped IS NOT NULL
                AND NOT EXISTS (SELECT FROM skus s WHERE s.tenant_id = new.tenant_id AND s.code = new.code)
            ORDER BY new.tenant_id, new.code ON CONFLICT DO NOTHING
            """)
    }

    static func skus(_ codes: Set<CodeKey>, _ pipeline: inout Pipeline) -> () throws -> [CodeKey: SKUID] {
        let rows = pipeline.rows(
            """
            SELECT s.tenant_id, s.code, s.sku_id FROM skus s
            JOIN unnest(\(codes.map(\.tenant.uuid)), \(codes.map(\.code))) AS named (tenant_id, code)
                USING (tenant_id, code)
            """, as: (UUID, String, UUID).self)
        return {
            Dictionary(
                uniqueKeysWithValues: try rows.get().map { (CodeKey(tenant: TenantID($0), code: $1), SKUID($2)) })
        }
    }

    /// The levels that first figures may set: of what the codes name, and of what the listings are mapped to.
    private static func levels(of rows: [Row]) -> SQL {
        """
        SELECT row.tenant_id, s.sku_id, coalesce(w.location_id, d.location_id) AS location_id
        FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.shop.uuid)), \(rows.map(\.key.channelSKU)),
            \(rows.map(\.code)), \(rows.map(\.warehouse))) AS row (tenant_id, shop_id, channel_sku, code, warehouse)
        CROSS JOIN LATERAL (
            SELECT sku_id FROM skus WHERE skus.tenant_id = row.tenant_id AND skus.code = row.code
            UNION SELECT sku_id FROM components c WHERE c.tenant_id = row.tenant_id AND c.shop_id = row.shop_id
                AND c.channel_sku = row.channel_sku) AS s
        LEFT JOIN warehouses w
            ON (w.tenant_id, w.shop_id, w.channel_warehouse) = (row.tenant_id, row.shop_id, row.warehouse)
        JOIN locations d ON d.tenant_id = row.tenant_id AND d.is_default
        """
    }

    /// Writes listings, their parts, and the moves of first figures.
    static func save(_ changes: [CatalogueChange], _ pipeline: inout Pipeline) {
        var last: [ListingKey: Listing] = [:]
        for change in changes { last[change.listing.key] = change.listing }
        let listings = last.values.sorted { $0.key < $1.key }
        pipeline.run(
            """
            UPDATE listings l SET channel_product = new.product, seller_sku = new.seller_sku, title = new.title,
                is_active = new.is_active, unmapped = new.unmapped, is_reported = new.is_reported,
                synced_at = new.synced_at, first_stock = new.first_stock
            FROM unnest(\(listings.map(\.key.tenant.uuid)), \(listings.map(\.key.shop.uuid)),
                \(listings.map(\.key.channelSKU)), \(listings.map(\.channelProduct)), \(listings.map(\.sellerSKU)),
                \(listings.map(\.title)), \(listings.map(\.isActive)), \(listings.map(\.trouble)),
                \(listings.map(\.isReported)), \(listings.map(\.syncedAt.date)), \(listings.map(\.firstStock)))
                AS new (tenant, shop, channel_sku, product, seller_sku, title, is_active, unmapped, is_reported,
                    synced_at, first_stock)
            WHERE (l.tenant_id, l.shop_id, l.channel_sku) = (new.tenant, new.shop, new.channel_sku)
            """)
        saveComponents(changes, &pipeline)
        BundleStore.save(changes, &pipeline)
        var counts: [LevelKey: Int] = [:]
        for change in changes { for move in change.moves { counts[move.level, default: 0] += 1 } }
        LevelStore.save(
            changes.flatMap { change in change.moves.map { (move: $0, cause: change.cause.id) } }, changes: counts,
            &pipeline)
    }

    static func saveComponents(_ changes: [CatalogueChange], _ pipeline: inout Pipeline) {
        var parts: [ListingKey: [Component]] = [:]
        for change in changes { if let found = change.components { parts[change.listing.key] = found } }
        let keys = parts.keys.sorted()
        pipeline.run(
            """
            DELETE FROM components c USING (\(listingRows(keys))) AS named
            WHERE (c.tenant_id, c.shop_id, c.channel_sku) = (named.tenant_id, named.shop_id, named.channel_sku)
            """)
        let rows = keys.flatMap { key in (parts[key] ?? []).map { (key: key, part: $0) } }
        pipeline.run(
            """
            INSERT INTO components (tenant_id, shop_id, channel_sku, sku_id, units)
            SELECT * FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.shop.uuid)),
                \(rows.map(\.key.channelSKU)), \(rows.map(\.part.sku.uuid)), \(rows.map(\.part.units)))
            """)
    }

    @Sendable private static func decode(_ row: inout RowReader) throws -> Listing {
        var listing = Listing(
            key: ListingKey(tenant: TenantID(try row.next()), shop: ShopID(try row.next()), channelSKU: try row.next()))
        listing.channelProduct = try row.next()
        listing.sellerSKU = try row.next()
        listing.title = try row.next()
        listing.isActive = try row.next()
        listing.trouble = try row.next()
        listing.isReported = try row.next()
        listing.syncedAt = Instant(try row.next(Date.self))
        listing.firstStock = try row.next()
        return listing
    }
}

extension Listing.Trouble: PostgresCodable {}
