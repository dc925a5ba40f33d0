import Contracts
import Foundation
import Postgres

/// Holds as people see them.
enum HoldPages {
    /// Which holds.
    struct Query: Sendable {
        let tenants: [TenantID]
        let sku: SKUID?
        let location: LocationID?
        let page: Page<HoldEnd>
    }

    /// Holds that have not ended, newest first, one more than the page has. Each tenant's part of the index is read for
    /// itself.
    static func list(_ query: Query, _ database: Transaction) async throws -> [HeldUnits] {
        var conditions: [SQL] = ["h.tenant_id = asked.tenant AND h.state = 'held'"]
        if let sku = query.sku { conditions.append("h.sku_id = \(sku.uuid)") }
        if let location = query.location { conditions.append("h.location_id = \(location.uuid)") }
        if let end = query.page.after { conditions.append("h.hold_id < \(end.hold)") }
        let limit = query.page.limit + 1
        return try await database.rows(
            """
            SELECT line.* FROM unnest(\(query.tenants.map(\.uuid))) AS asked (tenant) CROSS JOIN LATERAL (
                SELECT h.tenant_id, h.hold_id, h.sku_id, s.code, h.location_id, h.units, h.expires_at, h.actor, h.reason
                FROM holds h JOIN skus s USING (tenant_id, sku_id) WHERE \(conditions.joined(separator: " AND "))
                ORDER BY h.hold_id DESC LIMIT \(limit)
            ) AS line ORDER BY line.hold_id DESC LIMIT \(limit)
            """, decode)
    }

    @Sendable private static func decode(_ row: inout RowReader) throws -> HeldUnits {
        let (tenant, hold, sku) = try row.next((UUID, UUID, UUID).self)
        let (code, location, units) = try row.next((String, UUID, Int).self)
        let (until, actor, reason) = try row.next((Date?, String, String).self)
        return HeldUnits(
            tenant: TenantID(tenant), hold: hold, sku: SKUID(sku), code: code, location: LocationID(location),
            units: units, until: until.map { Instant($0) }, actor: actor, reason: reason)
    }
}
