import Contracts
import Foundation
import Messaging
import Postgres

/// Levels that are not what their moves, their orders and their holds come to: none, when all is well. One that is
/// missing although it has moves counts as one of nothing.
///
/// A page compares `limit` levels, in one statement, so that all of a level is of one moment; it lists those that
/// differ, and may well be empty.
enum LevelFacts {
    static func page(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let behind = try behind(asked)
        let levels = try await database.rows(
            """
            (SELECT tenant_id, sku_id, location_id FROM levels WHERE \(behind)
            ORDER BY tenant_id, sku_id, location_id LIMIT \(limit))
            UNION
            (SELECT DISTINCT tenant_id, sku_id, location_id FROM moves WHERE \(behind)
            ORDER BY tenant_id, sku_id, location_id LIMIT \(limit))
            ORDER BY tenant_id, sku_id, location_id LIMIT \(limit)
            """, as: (UUID, UUID, UUID).self)
        let last = levels.count == limit ? levels.last : nil
        var page = FactPage(
            facts: try await different(levels, database),
            next: last.map { "\($0.0.text)/\($0.1.text)/\($0.2.text)" })
        if asked.after == nil { page.compared = try await database.first("SELECT count(*) FROM levels", as: Int.self) }
        return page
    }

    /// What moves, orders and holds of a level come to, as `m`, `n` and `h`, and of how many listings what is kept as
    /// reserved is not what their orders come to, as `q`. The level is named by `l`, and need not exist.
    static let sums: SQL = """
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(on_hand), 0)::bigint AS on_hand, coalesce(sum(reserved), 0)::bigint AS reserved,
                coalesce(sum(held), 0)::bigint AS held, count(*) AS moves
            FROM moves WHERE (tenant_id, sku_id, location_id) = (l.tenant_id, l.sku_id, l.location_id)
        ) AS m CROSS JOIN LATERAL (
            SELECT coalesce(sum(reserved), 0)::bigint AS reserved FROM needs
            WHERE (tenant_id, sku_id, location_id) = (l.tenant_id, l.sku_id, l.location_id) AND reserved > 0
        ) AS n CROSS JOIN LATERAL (
            SELECT coalesce(sum(units), 0)::bigint AS units FROM holds
            WHERE (tenant_id, sku_id, location_id) = (l.tenant_id, l.sku_id, l.location_id) AND state = 'held'
        ) AS h CROSS JOIN LATERAL (
            SELECT count(*) AS wrong FROM (
                SELECT shop_id, channel_sku, sum(reserved) AS reserved, sum(least(reserved, ship_confirmed)) AS shipped
                FROM needs
                WHERE (tenant_id, sku_id, location_id) = (l.tenant_id, l.sku_id, l.location_id) AND reserved > 0
                GROUP BY shop_id, channel_sku
            ) AS own FULL JOIN (
                SELECT shop_id, channel_sku, reserved, ship_confirmed FROM listing_reserved
                WHERE (tenant_id, sku_id, location_id) = (l.tenant_id, l.sku_id, l.location_id)
            ) AS kept USING (shop_id, channel_sku)
            WHERE (coalesce(own.reserved, 0), coalesce(own.shipped, 0))
                <> (coalesce(kept.reserved, 0), coalesce(kept.ship_confirmed, 0))
        ) AS q
        """

    private static func different(
        _ levels: [(UUID, UUID, UUID)], _ database: PostgresPool
    ) async throws -> [KnownFact] {
        try await database.rows(
            """
            SELECT l.tenant_id, l.sku_id, l.location_id, s.code, v.on_hand, v.reserved, v.held, m.on_hand, m.reserved,
                m.held, n.reserved, h.units, q.wrong
            FROM unnest(\(levels.map(\.0)), \(levels.map(\.1)), \(levels.map(\.2)))
                AS l (tenant_id, sku_id, location_id)
            JOIN skus s USING (tenant_id, sku_id) CROSS JOIN LATERAL (
                SELECT coalesce(max(on_hand), 0) AS on_hand, coalesce(max(reserved), 0) AS reserved,
                    coalesce(max(held), 0) AS held
                FROM levels WHERE (tenant_id, sku_id, location_id) = (l.tenant_id, l.sku_id, l.location_id)
            ) AS v
            \(sums)
            WHERE (v.on_hand, v.reserved, v.held) <> (m.on_hand, m.reserved, m.held)
                OR v.reserved <> n.reserved OR v.held <> h.units OR q.wrong > 0
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
            let (needed, holds, listings) = try row.next((Int, Int, Int).self)
            fact = KnownFact(
                tenant: TenantID(tenant), key: "\(sku.text)/\(location.text)",
                figures: [
                    "onHand": onHand, "reserved": reserved, "held": held, "onHandMoved": onHandMoved,
                    "reservedMoved": reservedMoved, "heldMoved": heldMoved, "reservedNeeded": needed,
                    "heldByHolds": holds, "listingsWrong": listings,
                ], words: ["code": code])
        }
    }
}
