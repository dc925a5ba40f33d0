import Contracts
import Foundation
import Postgres

/// The rows of returns: `returns`, `return_lines`.
enum ReturnStore {
    /// Makes returns that may be new, locks them and reads their versions.
    static func lock(_ keys: [ReturnKey], _ pipeline: inout Pipeline) -> () throws -> [ReturnKey: Int] {
        let named: SQL = """
            SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.shop.uuid)), \(keys.map(\.channelReturn)))
                AS named (tenant_id, shop_id, channel_return)
            """
        pipeline.run(
            """
            INSERT INTO returns (tenant_id, shop_id, channel_return) SELECT * FROM (\(named)) AS named
            ORDER BY tenant_id, shop_id, channel_return COLLATE "C" ON CONFLICT DO NOTHING
            """)
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, channel_return, version
            FROM returns JOIN (\(named)) AS named USING (tenant_id, shop_id, channel_return)
            ORDER BY tenant_id, shop_id, channel_return COLLATE "C" FOR UPDATE OF returns
            """, as: (UUID, UUID, String, Int).self)
        return {
            Dictionary(
                uniqueKeysWithValues: try rows.get().map { tenant, shop, id, version in
                    (ReturnKey(tenant: TenantID(tenant), shop: ShopID(shop), channelReturn: id), version)
                })
        }
    }

    /// Writes returns as they stand now; what was inspected already stays.
    static func save(_ returns: [(key: ReturnKey, body: ReturnChanged)], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE returns r SET version = new.version, order_id = new.order_id, kind = new.kind, status = new.status
            FROM unnest(\(returns.map(\.key.tenant.uuid)), \(returns.map(\.key.shop.uuid)),
                \(returns.map(\.key.channelReturn)), \(returns.map(\.body.version)), \(returns.map(\.body.order.uuid)),
                \(returns.map(\.body.kind.rawValue)), \(returns.map(\.body.status.rawValue)))
                AS new (tenant, shop, id, version, order_id, kind, status)
            WHERE (r.tenant_id, r.shop_id, r.channel_return) = (new.tenant, new.shop, new.id)
            """)
        // What a return no longer names does not come back.
        pipeline.run(
            """
            UPDATE return_lines l SET units = 0
            FROM unnest(\(returns.map(\.key.tenant.uuid)), \(returns.map(\.key.shop.uuid)),
                \(returns.map(\.key.channelReturn))) AS new (tenant, shop, id)
            WHERE (l.tenant_id, l.shop_id, l.channel_return) = (new.tenant, new.shop, new.id)
            """)
        let lines = returns.flatMap { entry in
            Dictionary(entry.body.lines.map { ($0.channelSKU, $0.units) }, uniquingKeysWith: +)
                .sorted { $0.key < $1.key }.map { (key: entry.key, channelSKU: $0.key, units: $0.value) }
        }
        pipeline.run(
            """
            INSERT INTO return_lines (tenant_id, shop_id, channel_return, channel_sku, units)
            SELECT * FROM unnest(\(lines.map(\.key.tenant.uuid)), \(lines.map(\.key.shop.uuid)),
                \(lines.map(\.key.channelReturn)), \(lines.map(\.channelSKU)), \(lines.map(\.units)))
            ON CONFLICT (tenant_id, shop_id, channel_return, channel_sku) DO UPDATE SET units = excluded.units
            """)
    }
}
