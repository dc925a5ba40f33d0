import Contracts
import Foundation
import Postgres

/// The rows of stock: `levels`, and `moves`, the ledger.
enum LevelStore {
    /// The levels that ``lock(_:_:)`` has locked, as `(tenant_id, sku_id, location_id)`, for statements behind it in
    /// the same pipeline: to find them costs as much as to read them.
    static let locked: SQL = """
        SELECT * FROM unnest(current_setting('inventory.level_tenants')::uuid[],
            current_setting('inventory.level_skus')::uuid[], current_setting('inventory.level_locations')::uuid[])
            AS locked (tenant_id, sku_id, location_id)
        """

    /// Makes levels that may be missing, locks them in the order of their keys and reads them.
    ///
    /// - Parameter keys: A query of `(tenant_id, sku_id, location_id)`.
    static func lock(_ keys: SQL, _ pipeline: inout Pipeline) -> () throws -> [LevelKey: Level] {
        pipeline.run(
            """
            WITH keys AS MATERIALIZED (SELECT DISTINCT tenant_id, sku_id, location_id FROM (\(keys)) AS keys), made AS (
                INSERT INTO levels (tenant_id, sku_id, location_id)
                SELECT tenant_id, sku_id, location_id FROM keys
                WHERE NOT EXISTS (SELECT FROM levels l WHERE l.tenant_id = keys.tenant_id AND l.sku_id = keys.sku_id
                    AND l.location_id = keys.location_id)
                ORDER BY tenant_id, sku_id, location_id
                ON CONFLICT DO NOTHING)
            SELECT set_config('inventory.level_tenants', coalesce(array_agg(tenant_id), '{}')::text, true),
                set_config('inventory.level_skus', coalesce(array_agg(sku_id), '{}')::text, true),
                set_config('inventory.level_locations', coalesce(array_agg(location_id), '{}')::text, true)
            FROM keys
            """)
        let levels = pipeline.rows(
            """
            SELECT l.tenant_id, l.sku_id, l.location_id, s.code, l.on_hand, l.reserved, l.held,
                coalesce(s.buffer, t.buffer, 0), l.version, l.counted_at IS NOT NULL, l.figure_at
            FROM (\(locked)) AS keys
            JOIN levels l USING (tenant_id, sku_id, location_id)
            JOIN skus s USING (tenant_id, sku_id)
            LEFT JOIN settings t USING (tenant_id)
            ORDER BY l.tenant_id, l.sku_id, l.location_id FOR UPDATE OF l
            """, decode)
        return { Dictionary(uniqueKeysWithValues: try levels.get()) }
    }

    /// Reads all levels of SKUs without locking them.
    ///
    /// - Parameter skus: A query of `(tenant_id, sku_id)`.
    static func read(_ skus: SQL, _ pipeline: inout Pipeline) -> () throws -> [LevelKey: Level] {
        let rows = pipeline.rows(
            """
            SELECT l.tenant_id, l.sku_id, l.location_id, s.code, l.on_hand, l.reserved, l.held,
                coalesce(s.buffer, t.buffer, 0), l.version, l.counted_at IS NOT NULL, l.figure_at
            FROM (\(skus)) AS named
            JOIN levels l USING (tenant_id, sku_id) JOIN skus s USING (tenant_id, sku_id)
            LEFT JOIN settings t USING (tenant_id)
            """, decode)
        return { Dictionary(uniqueKeysWithValues: try rows.get()) }
    }

    /// Writes moves into the ledger and their sums into the levels.
    ///
    /// - Parameter moves: Each with the message that led to it, in the order in which they happened.
    /// - Parameter changes: How often each level changed.
    static func save(_ moves: [(move: Move, cause: UUID)], changes: [LevelKey: Int], _ pipeline: inout Pipeline) {
        saveLevels(moves.map(\.move), changes, &pipeline)
        saveMoves(moves, &pipeline)
    }

    /// Writes moves into the ledger alone.
    static func saveMoves(_ moves: [(move: Move, cause: UUID)], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO moves (tenant_id, move_id, sku_id, location_id, kind, on_hand, reserved, held, uncovered,
                order_id, actor, reason, undoes, cause)
            SELECT * FROM unnest(\(moves.map(\.move.level.tenant.uuid)), \(moves.map(\.move.id.uuid)),
                \(moves.map(\.move.level.sku.uuid)), \(moves.map(\.move.level.location.uuid)),
                \(moves.map(\.move.kind)), \(moves.map(\.move.onHand)), \(moves.map(\.move.reserved)),
                \(moves.map(\.move.held)), \(moves.map(\.move.uncovered)), \(moves.map { $0.move.order?.uuid }),
                \(moves.map(\.move.actor)), \(moves.map(\.move.reason)), \(moves.map(\.move.undoes?.uuid)),
                \(moves.map(\.cause)))
            """)
    }

    /// What moves come to on one level.
    private struct Sum {
        var onHand = 0
        var reserved = 0
        var held = 0
        var isCounted = false
        var figureAt: Instant?
    }

    /// One row per level: an UPDATE would apply only one of several.
    private static func saveLevels(_ moves: [Move], _ changes: [LevelKey: Int], _ pipeline: inout Pipeline) {
        var sums: [LevelKey: Sum] = [:]
        for move in moves {
            sums[move.level, default: Sum()].onHand += move.onHand
            sums[move.level, default: Sum()].reserved += move.reserved
            sums[move.level, default: Sum()].held += move.held
            if move.kind.isCount { sums[move.level]?.isCounted = true }
            if let asOf = move.asOf { sums[move.level]?.figureAt = asOf }
        }
        let rows = sums.sorted { $0.key < $1.key }
        pipeline.run(
            """
            UPDATE levels l SET on_hand = l.on_hand + d.on_hand, reserved = l.reserved + d.reserved,
                held = l.held + d.held, version = l.version + d.changes,
                counted_at = coalesce(l.counted_at, CASE WHEN d.is_counted THEN now() END),
                figure_at = coalesce(l.figure_at, d.figure_at)
            FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.sku.uuid)), \(rows.map(\.key.location.uuid)),
                \(rows.map(\.value.onHand)), \(rows.map(\.value.reserved)), \(rows.map(\.value.held)),
                \(rows.map { changes[$0.key] ?? 1 }), \(rows.map(\.value.isCounted)),
                \(rows.map { $0.value.figureAt?.date }))
                AS d (tenant, sku, location, on_hand, reserved, held, changes, is_counted, figure_at)
            WHERE l.tenant_id = d.tenant AND l.sku_id = d.sku AND l.location_id = d.location
            """)
    }

    @Sendable private static func decode(_ row: inout RowReader) throws -> (LevelKey, Level) {
        let key = LevelKey(
            tenant: TenantID(try row.next()), sku: SKUID(try row.next()), location: LocationID(try row.next()))
        let level = Level(
            code: try row.next(), onHand: try row.next(), reserved: try row.next(), held: try row.next(),
            buffer: try row.next(), version: try row.next(), isCounted: try row.next(),
            figureAt: try row.next(Date?.self).map { Instant($0) })
        return (key, level)
    }
}

extension Move.Kind: PostgresCodable {}
