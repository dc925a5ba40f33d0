import Contracts
import Foundation
import Messaging
import Postgres

/// What each listing may show in each warehouse, worked out by the database and not by ``Offer``: a check that used the
/// same code would share its mistakes. A channel's own bundles are not listed, since they follow their parts and are
/// told nothing.
enum OfferFacts {
    /// A page has `limit` listings, each in every warehouse of its shop.
    static func page(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let listings = try await database.rows(
            """
            SELECT tenant_id, shop_id, channel_sku FROM listings
            WHERE is_active AND unmapped IS NULL AND \(try behind(asked))
                AND NOT EXISTS (SELECT FROM bundle_parts b WHERE (b.tenant_id, b.shop_id, b.channel_sku)
                    = (listings.tenant_id, listings.shop_id, listings.channel_sku))
            ORDER BY tenant_id, shop_id, channel_sku COLLATE "C" LIMIT \(limit)
            """, as: (UUID, UUID, String).self)
        let facts = try await offers(of: listings, database)
        let last = listings.count == limit ? listings.last : nil
        return FactPage(facts: facts, next: last.map { "\($0.0.text)/\($0.1.text)/\($0.2)" })
    }

    /// Which of the listings that are asked for are known at all.
    static func listings(_ asked: FactList, _ database: PostgresPool) async throws -> FactPage {
        let names = try (FactMark.named(asked) ?? []).compactMap { mark -> (TenantID, ShopID, String)? in
            let parts = mark.key.split(separator: "/", maxSplits: 1).map(String.init)
            return parts.count == 2 ? ShopID(parts[0]).map { (mark.tenant, $0, parts[1]) } : nil
        }
        let known = try await database.rows(
            """
            SELECT tenant_id, shop_id, channel_sku
            FROM unnest(\(names.map(\.0.uuid)), \(names.map(\.1.uuid)), \(names.map(\.2)))
                AS named (tenant_id, shop_id, channel_sku)
            JOIN listings USING (tenant_id, shop_id, channel_sku)
            ORDER BY tenant_id, shop_id, channel_sku COLLATE "C"
            """, as: (UUID, UUID, String).self)
        return FactPage(
            facts: known.map { KnownFact(tenant: TenantID($0), key: "\($1.text)/\($2)") }, next: nil)
    }

    private static func offers(
        of listings: [(UUID, UUID, String)], _ database: PostgresPool
    ) async throws -> [KnownFact] {
        try await database.rows(
            """
            SELECT l.tenant_id, l.shop_id, l.channel_sku, w.channel_warehouse,
                min(floor((coalesce(v.on_hand, 0) - coalesce(v.held, 0) - coalesce(s.buffer, t.buffer, 0)
                    - (coalesce(v.reserved, 0) - coalesce(o.own, 0)))::numeric / c.units))::bigint,
                max(ceil(coalesce(o.own, 0)::numeric / c.units))::bigint,
                max(ceil(coalesce(o.shipped, 0)::numeric / c.units))::bigint
            FROM unnest(\(listings.map(\.0)), \(listings.map(\.1)), \(listings.map(\.2)))
                AS l (tenant_id, shop_id, channel_sku)
            JOIN components c USING (tenant_id, shop_id, channel_sku)
            JOIN skus s USING (tenant_id, sku_id) LEFT JOIN settings t USING (tenant_id)
            JOIN warehouses w ON (w.tenant_id, w.shop_id) = (l.tenant_id, l.shop_id) AND w.is_for_sales
            LEFT JOIN levels v
                ON (v.tenant_id, v.sku_id, v.location_id) = (l.tenant_id, c.sku_id, w.location_id)
            LEFT JOIN LATERAL (
                -- By itself, or within a bundle of the channel's: that sells off its shelf.
                SELECT sum(n.reserved)::bigint AS own, sum(least(n.reserved, n.ship_confirmed))::bigint AS shipped
                FROM needs n
                WHERE (n.tenant_id, n.sku_id, n.location_id, n.shop_id)
                    = (l.tenant_id, c.sku_id, w.location_id, l.shop_id) AND n.reserved > 0
                    AND (n.channel_sku = l.channel_sku OR EXISTS (
                        SELECT FROM bundle_parts b WHERE (b.tenant_id, b.shop_id, b.channel_sku, b.part_sku)
                            = (n.tenant_id, n.shop_id, n.channel_sku, l.channel_sku)))
            ) AS o ON true
            GROUP BY l.tenant_id, l.shop_id, l.channel_sku, w.channel_warehouse
            ORDER BY l.tenant_id, l.shop_id, l.channel_sku COLLATE "C", w.channel_warehouse COLLATE "C"
            """, as: (UUID, UUID, String, String, Int, Int, Int).self
        ).map { tenant, shop, channelSKU, warehouse, limit, own, shipConfirmed in
            KnownFact(
                tenant: TenantID(tenant), key: "\(shop.text)/\(channelSKU)/\(warehouse)",
                figures: ["limit": limit, "own": own, "shipConfirmed": shipConfirmed])
        }
    }

    private static func behind(_ asked: FactList) throws -> SQL {
        guard let mark = try FactMark(asked) else { return "true" }
        let parts = mark.key.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let shop = UUID(text: parts[0]) else {
            throw Refusal(.invalid, code: "unknownMark", "after is unknown", field: "/after")
        }
        return "(tenant_id, shop_id, channel_sku COLLATE \"C\") > (\(mark.tenant.uuid), \(shop), \(parts[1]))"
    }
}
