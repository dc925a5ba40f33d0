import Contracts
import Foundation
public import Postgres

// What people may look at and do, through `shopos` and the page.

extension WorkQueue {
    /// Pieces of work in the order of tenant, kind and key, a page at a time.
    ///
    /// - Parameters:
    ///   - limit: At most 1,000.
    ///   - last: The last one of the page before.
    public func list(_ filter: WorkFilter = WorkFilter(), limit: Int = 100, after last: WorkKey? = nil) async throws
        -> [WorkRow]
    {
        var condition = filter.condition
        if let last { condition += " AND (tenant_id, kind, key) > (\(last.tenant.uuid), \(last.kind), \(last.key))" }
        return try await database.rows(
            """
            SELECT \(WorkRow.columns) FROM work WHERE \(condition)
            ORDER BY tenant_id, kind, key LIMIT \(min(max(limit, 1), 1000))
            """
        ) { row in try WorkRow(row: &row) }
    }

    /// Tries failed work again, the longest untouched first, evenly spread over time so that it does not hurt again.
    /// Answers how many were found.
    ///
    /// - Parameters:
    ///   - most: At most so many at a time.
    ///   - perSecond: How many of them become due in a second.
    public func retry(_ filter: WorkFilter, most: Int = 1000, perSecond: Double = 10) async throws -> Int {
        let found = try await Self.retry(filter, most: most, perSecond: perSecond, in: database)
        nudge()
        return found
    }

    /// The same in a transaction of the caller's, who rings afterwards.
    static func retry(
        _ filter: WorkFilter, most: Int, perSecond: Double, in database: some PostgresClient
    ) async throws -> Int {
        try await database.first(
            """
            SELECT work_retry(\(filter.tenant?.uuid as UUID?), \(filter.kind as String?), \(filter.key as String?),
                \(filter.reason as String?), \(Int32(clamping: most)), \(1 / max(0.001, perSecond)),
                \(filter.before as Date?))
            """, as: Int.self) ?? 0
    }

    /// Wants things no more. What is in work is finished, but not repeated. Answers how many were found.
    public func cancel(_ keys: [WorkKey]) async throws -> Int {
        var pipeline = Pipeline()
        let found = Self.cancel(keys, in: &pipeline)
        try await database.send(pipeline)
        return try found.get().first ?? 0
    }

    /// Stops work within a scope until it is resumed; what is in work is finished.
    public func pause(_ scope: WorkScope, reason: String, by person: String) async throws {
        var pipeline = Pipeline()
        Self.pause(scope, reason: reason, by: person, in: &pipeline)
        try await database.send(pipeline)
    }

    /// Lets work of exactly this scope go on.
    public func resume(_ scope: WorkScope) async throws {
        var pipeline = Pipeline()
        Self.resume(scope, in: &pipeline)
        try await database.send(pipeline)
        nudge()
    }

    /// Everything that is paused.
    public func pauses() async throws -> [WorkPause] {
        try await database.rows(
            """
            SELECT nullif(kind, ''), nullif(tenant_id, work_nobody()), nullif(shop, work_nobody()), reason, paused_by,
                paused_at
            FROM work_pauses ORDER BY paused_at LIMIT 1000
            """
        ) { row in try WorkPause(row: &row) }
    }

    /// Stops work within a scope, in the transaction that the pipeline is part of, as when a tenant's settings say so.
    public static func pause(_ scope: WorkScope, reason: String, by person: String, in pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO work_pauses (kind, tenant_id, shop, reason, paused_by)
            VALUES (\(scope.kind ?? ""), \(scope.tenant?.uuid ?? WorkTable.nobody),
                \(scope.shop?.uuid ?? WorkTable.nobody),
                \(reason), \(person))
            ON CONFLICT (tenant_id, kind, shop) DO UPDATE
            SET reason = excluded.reason, paused_by = excluded.paused_by, paused_at = now()
            """)
    }

    /// Lets work of exactly this scope go on, in the transaction that the pipeline is part of. Answers how many
    /// stops have ended, one or none.
    @discardableResult
    public static func resume(_ scope: WorkScope, in pipeline: inout Pipeline) -> Pending<Int> {
        let tenant = scope.tenant?.uuid ?? WorkTable.nobody
        let shop = scope.shop?.uuid ?? WorkTable.nobody
        let ended = pipeline.run(
            "DELETE FROM work_pauses WHERE kind = \(scope.kind ?? "") AND tenant_id = \(tenant) AND shop = \(shop)")
        pipeline.run("SELECT work_stir(\(tenant), \(shop))")
        return ended
    }
}
