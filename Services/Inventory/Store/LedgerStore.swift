import Contracts
import Foundation
import Postgres

/// Levels beside what they should be, and how they are put back.
enum LedgerStore {
    /// The levels of a SKU, locked, each with its ledger.
    static func load(
        _ code: String, of tenant: TenantID, _ database: Transaction
    ) async throws -> [(key: LevelKey, level: Level, ledger: Ledger)] {
        let keys: SQL = """
            SELECT l.tenant_id, l.sku_id, l.location_id FROM levels l JOIN skus s USING (tenant_id, sku_id)
            WHERE l.tenant_id = \(tenant.uuid) AND s.code = \(code)
            """
        var pipeline = Pipeline()
        let levels = LevelStore.lock(keys, &pipeline)
        let sums = pipeline.rows(
            """
            SELECT l.sku_id, l.location_id, m.on_hand, m.reserved, m.held, n.reserved, h.units
            FROM (\(keys)) AS keys JOIN levels l USING (tenant_id, sku_id, location_id)
            \(LevelFacts.sums)
            ORDER BY l.sku_id, l.location_id
            """, as: (UUID, UUID, Int, Int, Int, Int, Int).self)
        let rest = pipeline
        try await database.send(rest)
        let known = try levels()
        return try sums.get().compactMap { sku, location, onHand, reserved, held, needed, holds in
            let key = LevelKey(tenant: tenant, sku: SKUID(sku), location: LocationID(location))
            let ledger = Ledger(
                onHandMoved: onHand, reservedMoved: reserved, heldMoved: held, needed: needed, heldByHolds: holds)
            return known[key].map { (key, $0, ledger) }
        }
    }

    /// Writes levels as they should be, and the moves that the ledger lacks.
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
        LevelStore.saveMoves(
            mendings.compactMap { $0.mending.correction }.map { (move: $0, cause: cause) }, &pipeline)
        let rest = pipeline
        try await database.send(rest)
    }
}
