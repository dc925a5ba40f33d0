import Contracts
import Foundation
import Postgres

/// The tenant's settings as far as stock must know them: `settings`; and the SKUs that they hold for.
enum RulesStore {
    /// Makes rows that may be missing, locks and reads them.
    static func lock(_ tenants: [TenantID], _ pipeline: inout Pipeline) -> () throws -> [TenantID: StockRules] {
        pipeline.run(
            """
            INSERT INTO settings (tenant_id, version)
            SELECT tenant, 0 FROM unnest(\(tenants.map(\.uuid))) AS new (tenant)
            ORDER BY tenant ON CONFLICT DO NOTHING
            """)
        let rows = pipeline.rows(
            """
            SELECT tenant_id, version, threshold, buffer, takes_zero FROM settings
            WHERE tenant_id = ANY(\(tenants.map(\.uuid))) ORDER BY tenant_id FOR UPDATE
            """, as: (UUID, Int, Int, Int, Bool).self)
        return {
            Dictionary(
                uniqueKeysWithValues: try rows.get().map { tenant, version, threshold, buffer, takesZero in
                    let rules = StockRules(
                        version: version, threshold: threshold, buffer: buffer, takesZero: takesZero)
                    return (TenantID(tenant), rules)
                })
        }
    }

    /// Writes settings as they are now.
    static func save(_ rows: [(tenant: TenantID, rules: StockRules)], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE settings s SET version = new.version, threshold = new.threshold, buffer = new.buffer,
                takes_zero = new.takes_zero
            FROM unnest(\(rows.map(\.tenant.uuid)), \(rows.map(\.rules.version)), \(rows.map(\.rules.threshold)),
                \(rows.map(\.rules.buffer)), \(rows.map(\.rules.takesZero)))
                AS new (tenant, version, threshold, buffer, takes_zero)
            WHERE s.tenant_id = new.tenant
            """)
    }

    /// The next SKUs of a tenant and their levels, by id.
    struct Step: Sendable {
        var skus: [SKUID] = []
        var levels: [LevelKey: Level] = [:]
    }

    /// The next SKUs behind each of some places, not locked.
    static func steps(
        _ places: Set<Place>, limit: Int, _ pipeline: inout Pipeline
    ) -> () throws -> [Place: Step] {
        let places = Array(places)
        let page: SQL = """
            SELECT asked.tenant AS tenant_id, asked.after, sku.sku_id
            FROM unnest(\(places.map(\.tenant.uuid)), \(places.map(\.first))) AS asked (tenant, after)
            CROSS JOIN LATERAL (
                SELECT sku_id FROM skus WHERE tenant_id = asked.tenant AND sku_id > asked.after
                ORDER BY sku_id LIMIT \(limit)) AS sku
            """
        let skus = pipeline.rows(
            "SELECT tenant_id, after, sku_id FROM (\(page)) AS page ORDER BY sku_id", as: (UUID, UUID, UUID).self)
        let levels = LevelStore.read("SELECT DISTINCT tenant_id, sku_id FROM (\(page)) AS page", &pipeline)
        return {
            var found: [[UUID]: [SKUID]] = [:]
            for (tenant, after, sku) in try skus.get() { found[[tenant, after], default: []].append(SKUID(sku)) }
            let levels = try levels()
            return Dictionary(
                uniqueKeysWithValues: places.map { place in
                    let skus = found[[place.tenant.uuid, place.first]] ?? []
                    let named = Set(skus)
                    let own = levels.filter { $0.key.tenant == place.tenant && named.contains($0.key.sku) }
                    return (place, Step(skus: skus, levels: own))
                })
        }
    }

    /// A place in the list of a tenant's SKUs.
    struct Place: Hashable, Sendable {
        let tenant: TenantID
        /// The last SKU that was gone through; nil: none yet.
        let after: SKUID?

        /// The least id there is stands for none.
        fileprivate var first: UUID {
            after?.uuid ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        }
    }
}
