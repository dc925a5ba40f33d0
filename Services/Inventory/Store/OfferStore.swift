import Contracts
import Foundation
import Messaging
import Postgres

/// What channels are told: `pushes`, and the figures behind it.
enum OfferStore {
    static func load(_ messages: [Received<StockChanged>], _ pipeline: inout Pipeline) -> Loading<Offers> {
        let changes = Set(
            messages.compactMap { message in
                message.metadata.tenant.map { Offers.SKUKey(tenant: $0, sku: message.body.sku) }
            })
        let skus = skuRows(changes)
        let alerts = lockAlerts(skus, &pipeline)
        let products = lockProducts(skus, &pipeline)
        let parts = self.parts(&pipeline)
        let levels = LevelStore.read("\(drawnOn) UNION \(skus)", &pipeline)
        let own = reserved(&pipeline)
        let warehouses = self.warehouses(&pipeline)
        let withoutZero = pipeline.rows(
            """
            SELECT tenant_id FROM settings
            WHERE tenant_id = ANY(\(Set(changes.map(\.tenant)).map(\.uuid))) AND NOT takes_zero
            """, as: UUID.self)
        return Loading {
            var offers = Offers()
            offers.alerts = try alerts()
            for product in try products() { offers.products[product.key] = product }
            for part in try parts() { offers.add(part) }
            offers.levels = try levels()
            offers.reserved = try own()
            offers.withoutZero = Set(try withoutZero.get().map { TenantID($0) })
            for (shop, warehouse, location) in try warehouses() {
                offers.warehouses[shop, default: [:]][warehouse] = location
            }
            for message in messages { offers.note(message) }
            return offers
        }
    }

    private static func skuRows(_ keys: Set<Offers.SKUKey>) -> SQL {
        "SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.sku.uuid))) AS named (tenant_id, sku_id)"
    }

    private static func lockAlerts(
        _ skus: SQL, _ pipeline: inout Pipeline
    ) -> () throws -> [Offers.SKUKey: Alert] {
        let rows = pipeline.rows(
            """
            SELECT s.tenant_id, s.sku_id, s.code, coalesce(s.threshold, t.threshold, 0), s.is_low
            FROM skus s JOIN (\(skus)) AS named USING (tenant_id, sku_id) LEFT JOIN settings t USING (tenant_id)
            ORDER BY s.tenant_id, s.sku_id FOR NO KEY UPDATE OF s
            """, as: (UUID, UUID, String, Int, Bool).self)
        return {
            Dictionary(
                uniqueKeysWithValues: try rows.get().map { tenant, sku, code, threshold, isLow in
                    (
                        Offers.SKUKey(tenant: TenantID(tenant), sku: SKUID(sku)),
                        Alert(code: code, threshold: threshold, isLow: isLow)
                    )
                })
        }
    }

    /// Makes and locks the rows of the products that draw on the SKUs. Everything else is read behind these locks, so
    /// that the command with the higher number never has the older figures.
    private static func lockProducts(_ skus: SQL, _ pipeline: inout Pipeline) -> () throws -> [Offers.Product] {
        pipeline.run(
            """
            INSERT INTO pushes (tenant_id, shop_id, channel_product)
            SELECT l.tenant_id, l.shop_id, l.channel_product
            FROM (\(skus)) AS named JOIN components c USING (tenant_id, sku_id)
            JOIN listings l USING (tenant_id, shop_id, channel_sku)
            WHERE l.is_active AND l.channel_product <> ''
            GROUP BY l.tenant_id, l.shop_id, l.channel_product
            ORDER BY l.tenant_id, l.shop_id, l.channel_product COLLATE "C" ON CONFLICT DO NOTHING
            """)
        let rows = pipeline.rows(
            """
            WITH locked AS (
                SELECT p.* FROM pushes p JOIN (
                    SELECT DISTINCT l.tenant_id, l.shop_id, l.channel_product
                    FROM (\(skus)) AS named JOIN components c USING (tenant_id, sku_id)
                    JOIN listings l USING (tenant_id, shop_id, channel_sku) WHERE l.is_active) AS drawing
                    USING (tenant_id, shop_id, channel_product)
                ORDER BY p.tenant_id, p.shop_id, p.channel_product COLLATE "C" FOR UPDATE OF p
            ), kept AS (
                SELECT set_config('inventory.products', coalesce(jsonb_agg(jsonb_build_object(
                    'tenant_id', tenant_id, 'shop_id', shop_id, 'channel_product', channel_product)), '[]')::text, true)
                FROM locked
            )
            SELECT tenant_id, shop_id, channel_product, greatest(sequence, told_sequence), limits,
                told_sequence >= sequence, told_at
            FROM locked, kept
            """, as: (UUID, UUID, String, Int, String, Bool, Date?).self)
        return {
            try rows.get().map { tenant, shop, product, sequence, limits, isAnswered, answeredAt in
                Offers.Product(
                    key: .init(
                        shop: ShopKey(tenant: TenantID(tenant), shop: ShopID(shop)), channelProduct: product),
                    sequence: sequence,
                    told: (try? decoder.decode([ChannelStockSet.Limit].self, from: Data(limits.utf8))) ?? [],
                    isAnswered: isAnswered, answeredAt: answeredAt.map { Instant($0) })
            }
        }
    }

    /// The locked products, for statements behind the lock.
    private static let products: SQL = """
        SELECT * FROM jsonb_to_recordset(coalesce(nullif(current_setting('inventory.products', true), ''), '[]')::jsonb)
            AS product (tenant_id uuid, shop_id uuid, channel_product text)
        """

    /// Their listings, each product's looked up by itself: `OFFSET 0` keeps the planner from joining the products with
    /// all that their shops sell, which it takes for less than it is. So it is below, too.
    private static let listed: SQL = """
        SELECT l.tenant_id, l.shop_id, l.channel_product, l.channel_sku FROM (\(products)) AS product
        CROSS JOIN LATERAL (
            SELECT * FROM listings WHERE (tenant_id, shop_id, channel_product)
                = (product.tenant_id, product.shop_id, product.channel_product) OFFSET 0) AS l
        """

    /// One part of a listing of a product.
    struct Part {
        let product: Offers.ProductKey
        let channelSKU: String
        let component: Component
    }

    /// A channel's own bundles follow their parts and are never told anything.
    private static func parts(_ pipeline: inout Pipeline) -> () throws -> [Part] {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, l.channel_product, channel_sku, c.sku_id, c.units
            FROM (\(listed)) AS l JOIN components c USING (tenant_id, shop_id, channel_sku)
            WHERE NOT EXISTS (SELECT FROM bundle_parts b WHERE b.tenant_id = l.tenant_id AND b.shop_id = l.shop_id
                AND b.channel_sku = l.channel_sku)
            """, as: (UUID, UUID, String, String, UUID, Int).self)
        return {
            try rows.get().map { tenant, shop, product, channelSKU, sku, units in
                let shop = ShopKey(tenant: TenantID(tenant), shop: ShopID(shop))
                return Part(
                    product: .init(shop: shop, channelProduct: product), channelSKU: channelSKU,
                    component: Component(sku: SKUID(sku), units: units))
            }
        }
    }

    /// All SKUs that the locked products draw on.
    private static let drawnOn: SQL = """
        SELECT tenant_id, c.sku_id
        FROM (\(listed)) AS l JOIN components c USING (tenant_id, shop_id, channel_sku)
        """

    /// What a listing has reserved of a SKU, by itself or within a bundle of its channel's: that sells off its shelf.
    private static func reserved(_ pipeline: inout Pipeline) -> () throws -> [Offers.OwnKey: Offers.Own] {
        let rows = pipeline.rows(
            """
            SELECT l.tenant_id, l.shop_id, l.channel_sku, n.sku_id, n.location_id, sum(n.reserved)::bigint,
                sum(n.ship_confirmed)::bigint
            FROM (\(listed)) AS l JOIN components c USING (tenant_id, shop_id, channel_sku)
            CROSS JOIN LATERAL (
                SELECT l.channel_sku AS seller UNION ALL SELECT b.channel_sku FROM bundle_parts b
                WHERE (b.tenant_id, b.shop_id, b.part_sku) = (l.tenant_id, l.shop_id, l.channel_sku)) AS shelf
            CROSS JOIN LATERAL (
                SELECT * FROM listing_reserved WHERE (tenant_id, shop_id, channel_sku, sku_id)
                    = (l.tenant_id, l.shop_id, shelf.seller, c.sku_id) OFFSET 0) AS n
            WHERE n.reserved > 0 GROUP BY 1, 2, 3, 4, 5
            """, as: (UUID, UUID, String, UUID, UUID, Int, Int).self)
        return {
            Dictionary(
                uniqueKeysWithValues: try rows.get().map {
                    tenant, shop, channelSKU, sku, location, reserved, shipConfirmed in
                    let tenant = TenantID(tenant)
                    let key = Offers.OwnKey(
                        listing: ListingKey(tenant: tenant, shop: ShopID(shop), channelSKU: channelSKU),
                        level: LevelKey(tenant: tenant, sku: SKUID(sku), location: LocationID(location)))
                    return (key, Offers.Own(reserved: reserved, shipConfirmed: shipConfirmed))
                })
        }
    }

    private static func warehouses(_ pipeline: inout Pipeline) -> () throws -> [(ShopKey, String, LocationID)] {
        let rows = pipeline.rows(
            """
            SELECT DISTINCT tenant_id, shop_id, w.channel_warehouse, w.location_id
            FROM (\(products)) AS product JOIN warehouses w USING (tenant_id, shop_id) WHERE w.is_for_sales
            """, as: (UUID, UUID, String, UUID).self)
        return {
            try rows.get().map { tenant, shop, warehouse, location in
                (ShopKey(tenant: TenantID(tenant), shop: ShopID(shop)), warehouse, LocationID(location))
            }
        }
    }

    /// Writes what is being told, and which SKUs are low.
    static func save(_ changes: [OfferChange], _ pipeline: inout Pipeline) throws {
        var pushes: [Offers.ProductKey: (sequence: Int, limits: String, at: Date)] = [:]
        var alerts: [Offers.SKUKey: Bool] = [:]
        for change in changes {
            switch change {
            case .pushed(let product, let at):
                let limits = String(decoding: try encoder.encode(product.told), as: UTF8.self)
                pushes[product.key] = (product.sequence, limits, at.date)
            case .alerted(let sku, let alert): alerts[sku] = alert.isLow
            }
        }
        pipeline.run(
            """
            UPDATE pushes p SET sequence = new.sequence, limits = new.limits, changed_at = new.at
            FROM unnest(\(pushes.map(\.key.shop.tenant.uuid)), \(pushes.map(\.key.shop.shop.uuid)),
                \(pushes.map(\.key.channelProduct)), \(pushes.map(\.value.sequence)), \(pushes.map(\.value.limits)),
                \(pushes.map(\.value.at))) AS new (tenant, shop, product, sequence, limits, at)
            WHERE (p.tenant_id, p.shop_id, p.channel_product) = (new.tenant, new.shop, new.product)
            """)
        pipeline.run(
            """
            UPDATE skus s SET is_low = new.is_low
            FROM unnest(\(alerts.map(\.key.tenant.uuid)), \(alerts.map(\.key.sku.uuid)), \(alerts.map(\.value)))
                AS new (tenant, sku, is_low)
            WHERE (s.tenant_id, s.sku_id) = (new.tenant, new.sku)
            """)
    }

    private static let decoder = JSONDecoder()
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }()
}

/// One thing that the pushes lane writes.
enum OfferChange: Sendable {
    /// A product was told something.
    case pushed(Offers.Product, at: Instant)
    /// A SKU became low, or is so no more.
    case alerted(Offers.SKUKey, Alert)
}

extension Offers {
    fileprivate mutating func add(_ part: OfferStore.Part) {
        let shop = part.product.shop
        let listing = ListingKey(tenant: shop.tenant, shop: shop.shop, channelSKU: part.channelSKU)
        products[part.product]?.listings[part.channelSKU, default: []].append(part.component)
        productOf[listing] = part.product
        drawers[SKUKey(tenant: shop.tenant, sku: part.component.sku), default: []].insert(listing)
    }

    /// Notes whose figures a message changes, so that a product is told once for a whole batch.
    fileprivate mutating func note(_ message: Received<StockChanged>) {
        guard let tenant = message.metadata.tenant else { return }
        let sku = SKUKey(tenant: tenant, sku: message.body.sku)
        for listing in concerned(sku, by: message.body) {
            guard let product = productOf[listing] else { continue }
            changed[product, default: []].insert(listing.channelSKU)
            if mustTell(listing, of: message.body) { insisted.insert(product) }
        }
    }
}
