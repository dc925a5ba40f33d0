import Contracts
import Foundation
import Postgres

/// What was read at a channel and could not become one of our records: kept for people, with the field that is wrong,
/// until the same thing can be read.
enum FaultStore {
    /// Forgets the faults of what has been read by now.
    static func clear(
        _ subject: FoundFault.Subject, _ keys: some Sequence<String>, tenant: TenantID, shop: ShopID,
        _ pipeline: inout Pipeline
    ) {
        let keys = Set(keys).sorted()
        guard !keys.isEmpty else { return }
        pipeline.run(
            """
            DELETE FROM faults WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid)
                AND subject = \(subject.rawValue) AND key = ANY(\(keys))
            """)
    }

    /// Notes faults of one shop, each key once.
    static func save(
        _ entries: [FoundFault], tenant: TenantID, shop: ShopID, source: OrderSource, _ pipeline: inout Pipeline
    ) {
        guard !entries.isEmpty else { return }
        let byKey = Dictionary(entries.map { ("\($0.subject.rawValue)/\($0.key)", $0) }) { _, later in later }
        let unique = byKey.sorted { $0.key < $1.key }.map(\.value)
        pipeline.run(
            """
            INSERT INTO faults AS old (tenant_id, shop_id, subject, key, field, problem, source)
            SELECT \(tenant.uuid), \(shop.uuid), new.*, \(source.rawValue)
            FROM unnest(\(unique.map(\.subject.rawValue)), \(unique.map { String($0.key.prefix(64)) }),
                \(unique.map { String($0.fault.field.prefix(200)) }),
                \(unique.map { String($0.fault.problem.prefix(200)) }))
                AS new
            ON CONFLICT (tenant_id, shop_id, subject, key) DO UPDATE SET field = excluded.field,
                problem = excluded.problem, source = excluded.source, seen = old.seen + 1, last_at = now()
            """)
    }
}
