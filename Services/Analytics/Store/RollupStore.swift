import Contracts
import Foundation
import Postgres

/// The rows of `rollups` and `freshness`.
enum RollupStore {
    /// Adds to sums: the rows are made where they are missing, locked in the order of their keys, and changed.
    static func add(_ contribution: Contribution, _ pipeline: inout Pipeline) {
        let rows = contribution.rows.sorted { RollupKey.precedes($0.key, $1.key) }
        guard !rows.isEmpty else { return }
        let keys = keys(rows.map(\.key))
        pipeline.run(
            """
            INSERT INTO rollups (tenant_id, grain, at, shop_id, currency, channel_product) SELECT * FROM \(keys)
            ORDER BY tenant_id, grain COLLATE "C", at, shop_id, currency COLLATE "C", channel_product COLLATE "C"
            ON CONFLICT DO NOTHING
            """)
        pipeline.run(
            """
            SELECT FROM rollups JOIN \(keys) USING (tenant_id, grain, at, shop_id, currency, channel_product)
            ORDER BY tenant_id, grain COLLATE "C", at, shop_id, currency COLLATE "C", channel_product COLLATE "C"
            FOR UPDATE OF rollups
            """)
        let sums = Tally.fields.map { "\(unsafe: $0.column) = r.\(unsafe: $0.column) + d.\(unsafe: $0.column)" as SQL }
        let values = Tally.fields.map { field in "\(rows.map { $0.value[keyPath: field.path] })" as SQL }
        let names = Tally.fields.map { SQL(unsafe: $0.column) }
        pipeline.run(
            """
            UPDATE rollups r SET \(sums.joined(separator: ", "))
            FROM unnest(\(arrays(rows.map(\.key))), \(values.joined(separator: ", ")))
                AS d (tenant_id, grain, at, shop_id, currency, channel_product, \(names.joined(separator: ", ")))
            WHERE (r.tenant_id, r.grain, r.at, r.shop_id, r.currency, r.channel_product)
                = (d.tenant_id, d.grain, d.at, d.shop_id, d.currency, d.channel_product)
            """)
    }

    private static func keys(_ keys: [RollupKey]) -> SQL {
        "unnest(\(arrays(keys))) AS keys (tenant_id, grain, at, shop_id, currency, channel_product)"
    }

    private static func arrays(_ keys: [RollupKey]) -> SQL {
        """
        \(keys.map(\.tenant.uuid)), \(keys.map(\.grain.rawValue)), \(keys.map(\.at)), \(keys.map(\.shop.uuid)),
        \(keys.map(\.currency.code)), \(keys.map(\.product))
        """
    }

    /// Notes that something was written for tenants; the last rows to be locked.
    static func touch(_ tenants: Set<TenantID>, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO freshness (tenant_id, written_at)
            SELECT tenant, clock_timestamp() FROM unnest(\(tenants.sorted().map(\.uuid))) AS new (tenant)
            ORDER BY tenant
            ON CONFLICT (tenant_id) DO UPDATE SET written_at = greatest(freshness.written_at, excluded.written_at)
            """)
    }
}
