import Contracts
import Foundation
import Postgres

/// Levels beside what they should be, and how they are put back.
enum LedgerStore {
    /// The levels of a SKU, locked, each with its ledger. One that is missing although it has moves is made.
    static func load(
        _ code: String, of tenant: TenantID, _ database: Transaction
    ) async throws -> [(key: LevelKey, level: Level, ledger: Ledger)] {
        let keys: SQL = """
            SELECT tenant_id, sku_id, location_id FROM levels JOIN skus s USING (tenant_id, sku_id)
            WHERE tenant_id = \(tenant.uuid) AND s.code = \(code)
            UNION SELECT tenant_id, sku_id, location_id FROM moves JOIN skus s USING (tenant_id, sku_id)
            WHERE tenant_id = \(tenant.uuid) AND s.code = \(code)
            """
        var pipeline = Pipeline()
        let levels = LevelStore.lock(keys, &pipeline)
        let sums = pipeline.rows(
            """
            SELECT l.sku_id, l.location_id, m.on_hand, m.reserved, m.held, n.reserved, h.units, q.wrong, m.moves
            FROM (\(LevelStore.locked)) AS l
            \(LevelFacts.sums)
            ORDER BY l.sku_id, l.location_id
            """, as: (UUID, UUID, Int, Int, Int, Int, Int, Int, Int).self)
        let rest = pipeline
        try await database.send(rest)
        let known = try levels()
        return try sums.get().compactMap { sku, location, onHand, reserved, held, needed, holds, wrong, moves in
            let key = LevelKey(tenant: tenant, sku: SKUID(sku), location: LocationID(location))
            let ledger = Ledger(
                onHandMoved: onHand, reservedMoved: reserved, heldMoved: held, needed: needed, heldByHolds: holds,
                listingsWrong: wrong, moves: moves)
            return known[key].map { (key, $0, ledger) }
        }
    }

    /// Writes levels as they should be, the moves that the ledger lacks, and what their listings have reserved.
    static func save(_ mendings: [(key: LevelKey, mending: Ledger.Mending)], cause: UUID, _ database: Transaction)
        async throws
    {
        var pipeline = Pipeline()
        let levels = mendings.map(\.mending.level)
        pipeline.run(
            """
            UPDATE levels SET on_hand = new.on_hand, reserved = new.reserved, held = new.held, version = new.version
            FROM unnest(\(mendings.map(\.key.tenant.uuid)), \(mendings.map(\.key.sku.uuid)),
                \(mendings.map(\.key.location.uuid)), \(levels.map(\.onHand)), \(levels.map(\.reserved)),
                \(levels.map(\.held)), \(levels.map(\.version)))
                AS new (tenant, sku, location, on_hand, reserved, held, version)
            WHERE (levels.tenant_id, levels.sku_id, levels.location_id) = (new.tenant, new.sku, new.location)
            """)
        recall(mendings.map(\.key), &pipeline)
        saveListings(mendings.map(\.key), &pipeline)
        LevelStore.saveMoves(
            mendings.compactMap { $0.mending.correction }.map { (move: $0, cause: cause) }, &pipeline)
        let rest = pipeline
        try await database.send(rest)
    }

    /// A level that was lost has also forgotten that somebody counted it. A correction by a repair counts nothing.
    private static func recall(_ keys: [LevelKey], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE levels SET counted_at = past.at
            FROM (\(named(keys))) AS key CROSS JOIN LATERAL (
                SELECT min(at) AS at FROM moves
                WHERE (tenant_id, sku_id, location_id) = (key.tenant_id, key.sku_id, key.location_id)
                    AND (kind = 'counted' OR kind = 'adjusted' AND on_hand <> 0)) AS past
            WHERE (levels.tenant_id, levels.sku_id, levels.location_id) = (key.tenant_id, key.sku_id, key.location_id)
                AND levels.counted_at IS NULL
            """)
    }

    /// What orders come to for each listing. Whoever changes it has the level locked.
    private static func saveListings(_ keys: [LevelKey], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO listing_reserved
                (tenant_id, shop_id, channel_sku, sku_id, location_id, reserved, ship_confirmed)
            SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, sum(reserved), sum(shipped) FROM (
                SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, reserved,
                    least(reserved, ship_confirmed) AS shipped
                FROM (\(named(keys))) AS key JOIN needs USING (tenant_id, sku_id, location_id) WHERE reserved > 0
                UNION ALL
                SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, 0, 0
                FROM (\(named(keys))) AS key JOIN listing_reserved USING (tenant_id, sku_id, location_id)
            ) AS own
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT (tenant_id, shop_id, channel_sku, sku_id, location_id) DO UPDATE
            SET reserved = excluded.reserved, ship_confirmed = excluded.ship_confirmed
            """)
    }

    private static func named(_ keys: [LevelKey]) -> SQL {
        """
        SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.sku.uuid)), \(keys.map(\.location.uuid)))
            AS named (tenant_id, sku_id, location_id)
        """
    }
}
