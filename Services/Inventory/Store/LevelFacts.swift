import Contracts
import Foundation
import Messaging
import Postgres

/// Levels that are not what their moves, their orders and their holds come to: none, when all is well.
///
/// A page compares `limit` levels, in one statement, so that all of a level is of one moment; it lists those that
/// differ, and may well be empty.
enum LevelFacts {
    static func page(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let levels = try await database.rows(
            """
            SELECT tenant_id, sku_id, location_id FROM levels WHERE \(try behind(asked))
            ORDER BY tenant_id, sku_id, location_id LIMIT \(limit)
            """, as: (UUID, UUID, UUID).self)
        let last = levels.count == limit ? levels.last : nil
        var page = FactPage(
            facts: try await different(levels, database),
            next: last.map { "\($0.0.text)/\($0.1.text)/\($0.2.text)" })
        if asked.after == nil { page.compared = try await database.first("SELECT count(*) FROM levels", as: Int.self) }
        return page
    }

    /// What moves, orders and holds of a level `l` come to, as `m`, `n` and `h`.
    static let sums: SQL = """
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(on_hand), 0)::bigint AS on_hand, coalesce(sum(reserved), 0)::bigint AS reserved,
                coalesce(sum(held), 0)::bigint AS held
            FROM moves WHERE (tenant_id, sku_id, location_id) = (l.tenant_id, l.sku_id, l.location_id)
        ) AS m CROSS JOIN LATERAL (
            SELECT coalesce(sum(reserved), 0)::bigint AS reserved FROM needs
            WHERE (tenant_id, sku_id, location_id) = (l.tenant_id, l.sku_id, l.location_id) AND reserved > 0
        ) AS n CROSS JOIN LATERAL (
            SELECT coalesce(sum(units), 0)::bigint AS units FROM holds
            WHERE (tenant_id, sku_id, location_id) = (l.tenant_id, l.sku_id, l.location_id) AND state = 'held'
        ) AS h
        """

    private static func different(
        _ levels: [(UUID, UUID, UUID)], _ database: PostgresPool
    ) async throws -> [KnownFact] {
        try await database.rows(
            """
            SELECT l.tenant_id, l.sku_id, l.location_id, s.code, l.on_hand, l.reserved, l.held, m.on_hand, m.reserved,
                m.held, n.reserved, h.units
            FROM unnest(\(levels.map(\.0)), \(levels.map(\.1)), \(levels.map(\.2)))
                AS page (tenant_id, sku_id, location_id)
            JOIN levels l USING (tenant_id, sku_id, location_id) JOIN skus s USING (tenant_id, sku_id)
            \(sums)
            WHERE (l.on_hand, l.reserved, l.held) <> (m.on_hand, m.reserved, m.held)
                OR l.reserved <> n.reserved OR l.held <> h.units
            ORDER BY l.tenant_id, l.sku_id, l.location_id
            """, as: Row.self
        ).map(\.fact)
    }

    private static func behind(_ asked: FactList) throws -> SQL {
        guard let mark = try FactMark(asked) else { return "true" }
        let parts = mark.key.split(separator: "/").compactMap { UUID(text: String($0)) }
        guard parts.count == 2 else {
            throw Refusal(.invalid, code: "unknownMark", "after is unknown", field: "/after")
        }
        return "(tenant_id, sku_id, location_id) > (\(mark.tenant.uuid), \(parts[0]), \(parts[1]))"
    }

    private struct Row: PostgresRow {
        let fact: KnownFact

        init(row: inout RowReader) throws {
            let (tenant, sku, location, code) = try row.next((UUID, UUID, UUID, String).self)
            let (onHand, reserved, held) = try row.next((Int, Int, Int).self)
            let (onHandMoved, reservedMoved, heldMoved) = try row.next((Int, Int, Int).self)
            let (needed, holds) = try row.next((Int, Int).self)
            fact = KnownFact(
                tenant: TenantID(tenant), key: "\(sku.text)/\(location.text)",
                figures: [
                    "onHand": onHand, "reserved": reserved, "held": held, "onHandMoved": onHandMoved,
                    "reservedMoved": reservedMoved, "heldMoved": heldMoved, "reservedNeeded": needed,
                    "heldByHolds": holds,
                ], words: ["code": code])
        }
    }
}
