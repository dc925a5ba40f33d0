import Contracts
import Foundation
import Messaging
import Postgres

/// What is known of returns that somebody looks at.
enum InspectionStore {
    static func load(_ messages: [Received<ReturnInspect>], _ pipeline: inout Pipeline) -> Loading<Inspection> {
        let keys = Set(messages.compactMap(\.returnKey)).sorted()
        let tenants = Array(Set(keys.map(\.tenant.uuid)))
        let named = named(messages)
        ListingStore.ensureDefaultLocations(tenants, &pipeline)
        let returns = lockReturns(named, &pipeline)
        let lines = self.lines(named, &pipeline)
        let levels = LevelStore.lock(levels(named), &pipeline)
        return Loading {
            var view = Inspection()
            for row in try returns() {
                view.orders[row.key] = row.order
                view.locations[row.key] = row.location
            }
            view.lines = try lines()
            view.shelf.levels = try levels()
            return view
        }
    }

    /// The returns that are spoken of, and where the goods are to be put.
    private static func named(_ messages: [Received<ReturnInspect>]) -> SQL {
        let rows = messages.compactMap { message in
            message.returnKey.map { (key: $0, location: message.body.location?.uuid) }
        }
        return """
            SELECT DISTINCT * FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.shop.uuid)),
                \(rows.map(\.key.channelReturn)), \(rows.map(\.location)))
                AS named (tenant_id, shop_id, channel_return, location_id)
            """
    }

    private struct Row: Sendable {
        let key: ReturnKey
        let order: OrderID?
        let location: LocationID
    }

    private static func lockReturns(_ named: SQL, _ pipeline: inout Pipeline) -> () throws -> [Row] {
        let rows = pipeline.rows(
            """
            SELECT r.tenant_id, r.shop_id, r.channel_return, r.order_id, coalesce(o.location_id, d.location_id)
            FROM returns r
            LEFT JOIN orders o ON o.tenant_id = r.tenant_id AND o.order_id = r.order_id
            JOIN locations d ON d.tenant_id = r.tenant_id AND d.is_default
            WHERE (r.tenant_id, r.shop_id, r.channel_return) IN (
                SELECT tenant_id, shop_id, channel_return FROM (\(named)) AS named)
            ORDER BY r.tenant_id, r.shop_id, r.channel_return COLLATE "C" FOR UPDATE OF r
            """, as: (UUID, UUID, String, UUID?, UUID).self)
        return {
            try rows.get().map { tenant, shop, id, order, location in
                Row(
                    key: ReturnKey(tenant: TenantID(tenant), shop: ShopID(shop), channelReturn: id),
                    order: order.map { OrderID($0) }, location: LocationID(location))
            }
        }
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

    private static func lines(
        _ named: SQL, _ pipeline: inout Pipeline
    ) -> () throws -> [Inspection.LineKey: Inspection.Line] {
        let rows = pipeline.rows(
            """
            SELECT DISTINCT r.tenant_id, r.shop_id, r.channel_return, line.channel_sku, line.units, line.restocked,
                line.scrapped, part.sku_id, part.units
            FROM (\(named)) AS named
            JOIN returns r USING (tenant_id, shop_id, channel_return)
            JOIN return_lines line USING (tenant_id, shop_id, channel_return)
            LEFT JOIN LATERAL (\(parts)) AS part ON true
            """, as: (UUID, UUID, String, String, Int, Int, Int, UUID?, Int?).self)
        return {
            var lines: [Inspection.LineKey: Inspection.Line] = [:]
            for (tenant, shop, id, channelSKU, units, restocked, scrapped, sku, each) in try rows.get() {
                let key = ReturnKey(tenant: TenantID(tenant), shop: ShopID(shop), channelReturn: id)
                let lineKey = Inspection.LineKey(key: key, channelSKU: channelSKU)
                let part = sku.flatMap { sku in each.map { Component(sku: SKUID(sku), units: $0) } }
                lines[lineKey] = Inspection.Line(
                    units: units, restocked: restocked, scrapped: scrapped,
                    parts: (lines[lineKey]?.parts ?? []) + [part].compactMap { $0 })
            }
            return lines
        }
    }

    private static func levels(_ named: SQL) -> SQL {
        """
        SELECT r.tenant_id, part.sku_id, place.location_id
        FROM (\(named)) AS named
        JOIN returns r USING (tenant_id, shop_id, channel_return)
        JOIN return_lines line USING (tenant_id, shop_id, channel_return)
        CROSS JOIN LATERAL (\(parts)) AS part
        LEFT JOIN orders o ON o.tenant_id = r.tenant_id AND o.order_id = r.order_id
        JOIN locations d ON d.tenant_id = r.tenant_id AND d.is_default
        JOIN locations place ON place.tenant_id = r.tenant_id
            AND place.location_id = coalesce(named.location_id, o.location_id, d.location_id)
        """
    }

    /// Writes what was found, and its moves.
    static func save(_ changes: [InspectionChange], _ pipeline: inout Pipeline) {
        var sums: [Inspection.LineKey: (restocked: Int, scrapped: Int)] = [:]
        for change in changes {
            for found in change.found {
                let key = Inspection.LineKey(key: change.key, channelSKU: found.channelSKU)
                let sum = sums[key] ?? (0, 0)
                sums[key] = (sum.restocked + found.restocked, sum.scrapped + found.scrapped)
            }
        }
        pipeline.run(
            """
            UPDATE return_lines l SET restocked = l.restocked + new.restocked, scrapped = l.scrapped + new.scrapped
            FROM unnest(\(sums.map(\.key.key.tenant.uuid)), \(sums.map(\.key.key.shop.uuid)),
                \(sums.map(\.key.key.channelReturn)), \(sums.map(\.key.channelSKU)), \(sums.map(\.value.restocked)),
                \(sums.map(\.value.scrapped))) AS new (tenant, shop, id, channel_sku, restocked, scrapped)
            WHERE (l.tenant_id, l.shop_id, l.channel_return, l.channel_sku)
                = (new.tenant, new.shop, new.id, new.channel_sku)
            """)
        ShelfStore.save(
            changes.flatMap { change in change.moves.map { ShelfChange(move: $0, cause: change.cause) } }, &pipeline)
    }
}
