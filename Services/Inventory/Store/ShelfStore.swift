import Contracts
import Foundation
import Postgres

/// What people do by hand: `holds`, and the moves that they may take back.
enum ShelfStore {
    /// What is known of a SKU at a location, the level locked; made if there is none yet.
    static func load(
        _ sku: SKUID, _ location: LocationID, tenants: [TenantID], _ database: Transaction
    ) async throws -> Shelf {
        let tenants = tenants.map(\.uuid)
        var pipeline = Pipeline()
        let known = pipeline.rows(
            "SELECT sku_id FROM skus WHERE tenant_id = ANY(\(tenants)) AND sku_id = \(sku.uuid)", as: UUID.self)
        let shelf = load(
            """
            SELECT s.tenant_id, s.sku_id, l.location_id FROM skus s JOIN locations l ON l.tenant_id = s.tenant_id
            WHERE s.tenant_id = ANY(\(tenants)) AND s.sku_id = \(sku.uuid) AND l.location_id = \(location.uuid)
            """, tenants, &pipeline)
        try await send(pipeline, database)
        var found = try shelf()
        found.knowsSKU = try !known.get().isEmpty
        return found
    }

    /// What is known of a manual change, its level locked.
    static func load(move id: MoveID, tenants: [TenantID], _ database: Transaction) async throws -> Shelf {
        let tenants = tenants.map(\.uuid)
        var pipeline = Pipeline()
        let shelf = load(
            """
            SELECT tenant_id, sku_id, location_id FROM moves
            WHERE tenant_id = ANY(\(tenants)) AND move_id = \(id.uuid) AND kind = 'adjusted'
            """, move: id, tenants, &pipeline)
        try await send(pipeline, database)
        return try shelf()
    }

    /// What is known of a hold, its level locked.
    static func load(hold id: HoldID, tenants: [TenantID], _ database: Transaction) async throws -> Shelf {
        let tenants = tenants.map(\.uuid)
        var pipeline = Pipeline()
        let shelf = load(
            """
            SELECT tenant_id, sku_id, location_id FROM holds
            WHERE tenant_id = ANY(\(tenants)) AND hold_id = \(id.uuid)
            """, hold: id, tenants, &pipeline)
        try await send(pipeline, database)
        return try shelf()
    }

    private static func send(_ pipeline: Pipeline, _ database: Transaction) async throws {
        try await database.send(pipeline)
    }

    /// Locks levels and reads what stands behind them.
    private static func load(
        _ keys: SQL, move: MoveID? = nil, hold: HoldID? = nil, _ tenants: [UUID], _ pipeline: inout Pipeline
    ) -> () throws -> Shelf {
        let levels = LevelStore.lock(keys, &pipeline)
        let claims = claims(keys, &pipeline)
        let moves = move.map { [$0.uuid] } ?? []
        let known = self.moves(moves, tenants, &pipeline)
        let undone = pipeline.rows(
            "SELECT undoes FROM moves WHERE tenant_id = ANY(\(tenants)) AND undoes = ANY(\(moves))", as: UUID.self)
        let held = holds(hold.map { [$0.uuid] } ?? [], tenants, &pipeline)
        return {
            Shelf(
                levels: try levels(), claims: try claims(),
                moves: Dictionary(uniqueKeysWithValues: try known.get().map { ($0.id, $0) }),
                undone: Set(try undone.get().map { MoveID($0) }),
                holds: Dictionary(uniqueKeysWithValues: try held.get().map { ($0.id, $0) }))
        }
    }

    /// How many orders a refusal names at most.
    private static let mostClaims = 20

    private static func claims(_ keys: SQL, _ pipeline: inout Pipeline) -> () throws -> [LevelKey: [OrderID]] {
        let rows = pipeline.rows(
            """
            SELECT keys.tenant_id, keys.sku_id, keys.location_id, claim.order_id
            FROM (SELECT DISTINCT * FROM (\(keys)) AS k) AS keys CROSS JOIN LATERAL (
                SELECT DISTINCT order_id FROM needs n
                WHERE (n.tenant_id, n.sku_id, n.location_id) = (keys.tenant_id, keys.sku_id, keys.location_id)
                    AND n.reserved > 0
                ORDER BY order_id DESC LIMIT \(mostClaims)) AS claim
            """, as: (UUID, UUID, UUID, UUID).self)
        return {
            Dictionary(
                grouping: try rows.get().map { tenant, sku, location, order in
                    (
                        LevelKey(tenant: TenantID(tenant), sku: SKUID(sku), location: LocationID(location)),
                        OrderID(order)
                    )
                }, by: \.0
            ).mapValues { $0.map(\.1) }
        }
    }

    private static func moves(_ ids: [UUID], _ tenants: [UUID], _ pipeline: inout Pipeline) -> Pending<[Move]> {
        pipeline.rows(
            """
            SELECT kind, tenant_id, sku_id, location_id, on_hand, actor, reason, move_id FROM moves
            WHERE tenant_id = ANY(\(tenants)) AND move_id = ANY(\(ids))
            """
        ) { row in
            let kind = try row.next(Move.Kind.self)
            let level = try levelKey(&row)
            return Move(
                kind, level, onHand: try row.next(), actor: try row.next(), reason: try row.next(),
                id: MoveID(try row.next(UUID.self)))
        }
    }

    private static func holds(_ ids: [UUID], _ tenants: [UUID], _ pipeline: inout Pipeline) -> Pending<[Hold]> {
        pipeline.rows(
            """
            SELECT hold_id, tenant_id, sku_id, location_id, units, expires_at, actor, reason, state FROM holds
            WHERE tenant_id = ANY(\(tenants)) AND hold_id = ANY(\(ids))
            """
        ) { row in
            let id = HoldID(try row.next(UUID.self))
            let level = try levelKey(&row)
            return Hold(
                id: id, level: level, units: try row.next(), until: try row.next(Date?.self).map { Instant($0) },
                actor: try row.next(), reason: try row.next(), state: try row.next())
        }
    }

    @Sendable private static func levelKey(_ row: inout RowReader) throws -> LevelKey {
        LevelKey(tenant: TenantID(try row.next()), sku: SKUID(try row.next()), location: LocationID(try row.next()))
    }

    /// Writes moves and holds.
    static func save(_ changes: [ShelfChange], _ pipeline: inout Pipeline) {
        var counts: [LevelKey: Int] = [:]
        let moves = changes.compactMap { change in change.move.map { (move: $0, cause: change.cause) } }
        for entry in moves { counts[entry.move.level, default: 0] += 1 }
        LevelStore.save(moves, changes: counts, &pipeline)
        let holds = Array(Dictionary(changes.compactMap(\.hold).map { ($0.id, $0) }) { $1 }.values)
        guard !holds.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO holds (tenant_id, hold_id, sku_id, location_id, units, expires_at, actor, reason, state)
            SELECT * FROM unnest(\(holds.map(\.level.tenant.uuid)), \(holds.map(\.id.uuid)),
                \(holds.map(\.level.sku.uuid)), \(holds.map(\.level.location.uuid)), \(holds.map(\.units)),
                \(holds.map { $0.until?.date }), \(holds.map(\.actor)), \(holds.map(\.reason)), \(holds.map(\.state)))
            ON CONFLICT (tenant_id, hold_id) DO UPDATE SET state = excluded.state
            """)
    }
}

extension Hold.State: PostgresCodable {}
