import Contracts
import Foundation
import Messaging
import Postgres

/// What is known of returns that somebody looks at.
enum InspectionStore {
    /// Finds a return that the caller may see and locks it, and with it the others of its order: their goods are the
    /// same.
    static func lock(
        _ shop: ShopID, _ channelReturn: String, tenants: [TenantID], _ database: Transaction
    ) async throws -> ReturnKey? {
        let named: SQL = """
            tenant_id = ANY(\(tenants.map(\.uuid))) AND shop_id = \(shop.uuid) AND channel_return = \(channelReturn)
            """
        let locked = try await database.rows(
            """
            SELECT tenant_id, channel_return FROM returns
            WHERE \(named) OR (tenant_id, shop_id, order_id) IN (
                SELECT tenant_id, shop_id, order_id FROM returns WHERE \(named))
            ORDER BY tenant_id, shop_id, channel_return COLLATE "C" FOR UPDATE
            """, as: (UUID, String).self)
        return locked.first { $0.1 == channelReturn }.map {
            ReturnKey(tenant: TenantID($0.0), shop: shop, channelReturn: $0.1)
        }
    }

    /// What is known of a locked return, and the levels of its goods, locked.
    ///
    /// - Parameter place: Where the goods are to be put; nil: where the order was taken from.
    static func load(_ key: ReturnKey, at place: LocationID?, _ database: Transaction) async throws -> Inspection {
        var pipeline = Pipeline()
        let origin = origin(key, &pipeline)
        let lines = lines(key, &pipeline)
        let levels = LevelStore.lock(levels(key, at: place), &pipeline)
        let rest = pipeline
        try await database.send(rest)
        var inspection = Inspection(key: key)
        if let (order, location, kind, status) = try origin.get().first {
            inspection.order = order.map { OrderID($0) }
            inspection.location = location.map { LocationID($0) }
            inspection.kind = ReturnChanged.Kind(rawValue: kind) ?? .other
            inspection.status = ReturnChanged.Status(rawValue: status) ?? .other
        }
        inspection.lines = try lines()
        inspection.shelf.levels = try levels()
        return inspection
    }

    private static func named(_ key: ReturnKey) -> SQL {
        """
        r.tenant_id = \(key.tenant.uuid) AND r.shop_id = \(key.shop.uuid)
            AND r.channel_return = \(key.channelReturn)
        """
    }

    /// A return's order, and where it was taken from.
    private static let origins: SQL = """
        LEFT JOIN orders o ON o.tenant_id = r.tenant_id AND o.order_id = r.order_id
        LEFT JOIN locations d ON d.tenant_id = r.tenant_id AND d.is_default
        """

    /// The order and where it was taken from; then the return's kind and how far it is.
    private typealias Origin = (UUID?, UUID?, String, String)

    private static func origin(_ key: ReturnKey, _ pipeline: inout Pipeline) -> Pending<[Origin]> {
        pipeline.rows(
            """
            SELECT r.order_id, coalesce(o.location_id, d.location_id), r.kind, r.status
            FROM returns r \(origins) WHERE \(named(key))
            """, as: Origin.self)
    }

    /// What the returned listings took from stock: as the order remembers it, else as they are mapped now.
    private static let parts: SQL = """
        SELECT n.sku_id, n.each AS units FROM needs n
        WHERE n.tenant_id = r.tenant_id AND n.order_id = r.order_id AND n.channel_sku = line.channel_sku
        UNION ALL
        SELECT c.sku_id, c.units FROM components c
        WHERE c.tenant_id = r.tenant_id AND c.shop_id = r.shop_id AND c.channel_sku = line.channel_sku
            AND NOT EXISTS (SELECT FROM needs n WHERE n.tenant_id = r.tenant_id AND n.order_id = r.order_id
                AND n.channel_sku = line.channel_sku)
        """

    /// Units of a line's listing that have left with the order, less those that were looked at in any return of it.
    /// What a known order never took from stock, as others have shipped it, has not left: zero, not unknown.
    private static let away: SQL = """
        CASE WHEN EXISTS (SELECT FROM orders known
            WHERE known.tenant_id = r.tenant_id AND known.order_id = r.order_id AND known.version > 0)
        THEN coalesce((SELECT min(n.deducted / n.each) FROM needs n
            WHERE n.tenant_id = r.tenant_id AND n.order_id = r.order_id AND n.channel_sku = line.channel_sku), 0)
        - (SELECT coalesce(sum(seen.restocked + seen.scrapped), 0)::bigint
            FROM returns twin JOIN return_lines seen USING (tenant_id, shop_id, channel_return)
            WHERE twin.tenant_id = r.tenant_id AND twin.order_id = r.order_id AND seen.channel_sku = line.channel_sku)
        END
        """

    private static func lines(
        _ key: ReturnKey, _ pipeline: inout Pipeline
    ) -> () throws -> [String: Inspection.Line] {
        let rows = pipeline.rows(
            """
            SELECT line.channel_sku, line.units, line.restocked, line.scrapped, \(away), part.sku_id, part.units
            FROM returns r JOIN return_lines line USING (tenant_id, shop_id, channel_return)
            LEFT JOIN LATERAL (\(parts)) AS part ON true WHERE \(named(key))
            """, as: (String, Int, Int, Int, Int?, UUID?, Int?).self)
        return {
            var lines: [String: Inspection.Line] = [:]
            for (channelSKU, units, restocked, scrapped, away, sku, each) in try rows.get() {
                let part = sku.flatMap { sku in each.map { Component(sku: SKUID(sku), units: $0) } }
                lines[channelSKU] = Inspection.Line(
                    units: units, restocked: restocked, scrapped: scrapped, away: away,
                    parts: (lines[channelSKU]?.parts ?? []) + [part].compactMap { $0 })
            }
            return lines
        }
    }

    private static func levels(_ key: ReturnKey, at place: LocationID?) -> SQL {
        """
        SELECT r.tenant_id, part.sku_id, place.location_id
        FROM returns r JOIN return_lines line USING (tenant_id, shop_id, channel_return)
        CROSS JOIN LATERAL (\(parts)) AS part \(origins)
        JOIN locations place ON place.tenant_id = r.tenant_id
            AND place.location_id = coalesce(\(place?.uuid as UUID?), o.location_id, d.location_id)
        WHERE \(named(key))
        """
    }

    /// Writes what was found.
    static func save(_ found: [ReturnInspect.Line], of key: ReturnKey, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE return_lines l SET restocked = l.restocked + new.restocked, scrapped = l.scrapped + new.scrapped
            FROM unnest(\(found.map(\.channelSKU)), \(found.map(\.restocked)), \(found.map(\.scrapped)))
                AS new (channel_sku, restocked, scrapped)
            WHERE l.tenant_id = \(key.tenant.uuid) AND l.shop_id = \(key.shop.uuid)
                AND l.channel_return = \(key.channelReturn) AND l.channel_sku = new.channel_sku
            """)
    }
}
