import Contracts
import Foundation
import Postgres

/// Holds that have not ended as people see them, newest first.
struct HoldPages: PagedList {
    let tenants: [TenantID]
    let sku: SKUID?
    let location: LocationID?
    let page: Page<HoldEnd>

    static func end(_ row: HeldUnits) -> HoldEnd { HoldEnd(hold: row.hold) }

    func rows(_ database: Transaction) async throws -> [HeldUnits] {
        var conditions: [SQL] = ["h.tenant_id = asked.tenant AND h.state = 'held'"]
        if let sku { conditions.append("h.sku_id = \(sku.uuid)") }
        if let location { conditions.append("h.location_id = \(location.uuid)") }
        if let end = page.after { conditions.append("h.hold_id < \(end.hold.uuid)") }
        let selection: SQL = """
            SELECT h.tenant_id, h.hold_id, h.sku_id, s.code, h.location_id, h.units, h.expires_at, h.actor, h.reason
            FROM holds h JOIN skus s USING (tenant_id, sku_id) WHERE \(conditions.joined(separator: " AND "))
            """
        return try await database.rows(page.lines(of: tenants, selection, by: "hold_id DESC"), Self.decode)
    }

    @Sendable private static func decode(_ row: inout RowReader) throws -> HeldUnits {
        let (tenant, hold, sku) = try row.next((UUID, UUID, UUID).self)
        let (code, location, units) = try row.next((String, UUID, Int).self)
        let (until, actor, reason) = try row.next((Date?, String, String).self)
        return HeldUnits(
            tenant: TenantID(tenant), hold: HoldID(hold), sku: SKUID(sku), code: code, location: LocationID(location),
            units: units, until: until.map { Instant($0) }, actor: actor, reason: reason)
    }
}
