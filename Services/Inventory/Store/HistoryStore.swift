import Contracts
import Foundation
import Postgres

/// The ledger as people see it.
enum HistoryStore {
    /// Moves of a SKU, newest first, one more than the page has. Each location's part of the index is read for itself,
    /// so that a page costs the same whatever the length of the ledger.
    static func list(
        _ sku: SKUID, at location: LocationID?, tenants: [TenantID], _ page: Page<MoveEnd>, _ database: Transaction
    ) async throws -> [MoveRecord] {
        var conditions: [SQL] = [
            "m.tenant_id = place.tenant_id AND m.sku_id = place.sku_id AND m.location_id = place.location_id"
        ]
        if let end = page.after { conditions.append("m.move_id < \(end.move.uuid)") }
        var places: SQL = "place.tenant_id = ANY(\(tenants.map(\.uuid))) AND place.sku_id = \(sku.uuid)"
        if let location { places += " AND place.location_id = \(location.uuid)" }
        return try await database.rows(
            """
            SELECT line.* FROM levels place CROSS JOIN LATERAL (
                \(columns) WHERE \(conditions.joined(separator: " AND "))
                ORDER BY m.move_id DESC LIMIT \(page.limit + 1)
            ) AS line WHERE \(places) ORDER BY line.move_id DESC LIMIT \(page.limit + 1)
            """, decode)
    }

    /// Whether there is such a SKU.
    static func knows(_ sku: SKUID, tenants: [TenantID], _ database: Transaction) async throws -> Bool {
        try await database.first(
            "SELECT true FROM skus WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND sku_id = \(sku.uuid)",
            as: Bool.self) ?? false
    }

    /// One move.
    static func move(_ id: MoveID, _ tenant: TenantID, _ pipeline: inout Pipeline) -> Pending<[MoveRecord]> {
        pipeline.rows("\(columns) WHERE m.tenant_id = \(tenant.uuid) AND m.move_id = \(id.uuid)", decode)
    }

    /// What moved for an order, oldest first.
    static func moves(of order: OrderKey, limit: Int, _ pipeline: inout Pipeline) -> Pending<[MoveRecord]> {
        pipeline.rows(
            """
            \(columns) WHERE m.tenant_id = \(order.tenant.uuid) AND m.order_id = \(order.order.uuid)
            ORDER BY m.move_id LIMIT \(limit)
            """, decode)
    }

    private static let columns: SQL = """
        SELECT m.move_id, m.sku_id, m.location_id, m.kind, m.on_hand, m.reserved, m.held, m.order_id, m.actor, m.reason,
            m.undoes, m.kind = 'adjusted' AND EXISTS (
                SELECT FROM moves u WHERE u.tenant_id = m.tenant_id AND u.undoes = m.move_id) AS is_undone, m.at
        FROM moves m
        """

    @Sendable private static func decode(_ row: inout RowReader) throws -> MoveRecord {
        let (move, sku, location) = try row.next((UUID, UUID, UUID).self)
        let (kind, onHand, reserved, held) = try row.next((String, Int, Int, Int).self)
        let (order, actor, reason) = try row.next((UUID?, String?, String?).self)
        let (undoes, isUndone, at) = try row.next((UUID?, Bool, Date).self)
        return MoveRecord(
            move: MoveID(move), sku: SKUID(sku), location: LocationID(location), kind: kind, onHand: onHand,
            reserved: reserved, held: held, order: order.map { OrderID($0) }, actor: actor, reason: reason,
            undoes: undoes.map { MoveID($0) }, isUndone: isUndone, at: Instant(at))
    }
}
