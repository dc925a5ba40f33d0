import Contracts
import Foundation
import Postgres
import Synchronization

extension WorkChoice {
    var filter: WorkFilter {
        WorkFilter(
            tenant: tenant, kind: kind, key: key, state: state.flatMap { WorkRow.State(rawValue: $0.rawValue) },
            reason: reason)
    }

    /// Whether it means all work of the service.
    var isEverything: Bool { tenant == nil && kind == nil && key == nil && reason == nil }
}

extension WorkRow {
    fileprivate var piece: WorkPiece {
        WorkPiece(
            name: WorkName(tenant: key.tenant, kind: key.kind, key: key.key), shop: shop,
            state: WorkChoice.State(rawValue: state.rawValue) ?? .waiting, dueAt: Instant(dueAt), attempt: attempt,
            isOutcomeUnknown: isOutcomeUnknown, reason: reason, detail: detail, createdAt: Instant(createdAt))
    }
}

extension Messaging {
    /// Refuses a kind that no worker of this service does, unless something of that name is left of an older version: a
    /// misspelt kind would look like one of which there is nothing to do.
    func checkKind(_ kind: String?, field: String, orIn rows: SQL) async throws {
        let known = workKinds.withLock { $0.keys.sorted() }
        guard let kind, !known.contains(kind) else { return }
        let isLeft = try await database.first("SELECT EXISTS (SELECT FROM \(rows) WHERE kind = \(kind))", as: Bool.self)
        guard isLeft != true else { return }
        let sentence =
            known.isEmpty
            ? "kind cannot be '\(kind)', since this service has no work"
            : "kind must be one of \(known.joined(separator: ", ")), not '\(kind)'"
        throw Refusal(.invalid, code: WorkFind.unknownKind, sentence, field: field)
    }

    /// Refuses to stop work of a brand or a shop of which the service knows that there is none: a mistyped id would
    /// look like one whose work rests. What has ever had work is known.
    func checkScope(_ scope: WorkScope) async throws {
        if let tenant = scope.tenant, try await view.knows(tenant, nil, in: database) == false,
            try await !isLine("tenant_id = \(tenant.uuid)")
        {
            throw Refusal(.notFound, code: WorkHold.unknownTenant, "there is no brand \(tenant) here", field: "/tenant")
        }
        guard let shop = scope.shop, try await view.knows(scope.tenant, shop, in: database) == false else { return }
        let tenant: SQL = scope.tenant.map { " AND tenant_id = \($0.uuid)" } ?? ""
        guard try await !isLine("shop = \(shop.uuid)" + tenant) else { return }
        let owner = scope.tenant.map { " of the brand \($0)" } ?? ""
        throw Refusal(.notFound, code: WorkHold.unknownShop, "there is no shop \(shop)\(owner) here", field: "/shop")
    }

    private func isLine(_ condition: SQL) async throws -> Bool {
        try await database.first("SELECT EXISTS (SELECT FROM work_lines WHERE \(condition))", as: Bool.self) == true
    }
}

extension WorkScope {
    /// As people name it.
    var words: String {
        let words = [kind.map { "kind \($0)" }, tenant.map { "tenant \($0)" }, shop.map { "shop \($0)" }]
            .compactMap(\.self)
        return words.isEmpty ? "all work" : words.joined(separator: ", ")
    }
}

/// Answers what is still to do.
struct WorkFindHandler: RequestHandler {
    func answer(_ question: Received<WorkFind>, _ desk: Desk) async throws -> [WorkPiece] {
        let asked = question.body
        let limit = try asked.limit.or(50, in: 1...500, field: "limit")
        try await desk.messaging.checkKind(asked.choice.kind, field: "/choice/kind", orIn: "work")
        let after = asked.after.map { WorkKey(kind: $0.kind, tenant: $0.tenant, key: $0.key) }
        return try await WorkQueue(desk.messaging.database)
            .list(asked.choice.filter, limit: limit, after: after).map(\.piece)
    }
}

/// Tries work again, hurries it or gives it up, as an operator says.
struct WorkSettleHandler: RequestHandler {
    func answer(_ question: Received<WorkSettle>, _ desk: Desk) async throws -> Settled {
        let asked = question.body
        guard !asked.choice.isEverything else {
            throw Refusal(
                .invalid, code: "choiceTooWide", "name a tenant, a kind, a key or a reason", field: "/choice")
        }
        let limit = try asked.limit.or(100, in: 1...1000, field: "limit")
        let rate = try asked.perSecond.or(10, in: 0.001...1000, field: "perSecond")
        let queue = WorkQueue(desk.messaging.database)
        var filter = asked.choice.filter
        if asked.act != .cancel { filter.before = asked.before?.date }
        let isSparing = asked.includesSchedules != true
        let awaited = desk.messaging.workKinds.withLock { kinds in kinds.filter(\.value).keys.sorted() }
        let spared = Spared(schedules: isSparing, awaited: awaited)
        switch asked.act {
        case .retry: filter.state = .failed
        case .hurry: filter.state = .waiting
        case .cancel: break
        }
        let chosen = filter
        let count = try await desk.messaging.database.transaction(desk.untilDeadline) { transaction in
            let count =
                switch asked.act {
                case .retry: try await WorkQueue.retry(chosen, most: limit, perSecond: rate, in: transaction)
                case .cancel: try await WorkQueue.cancel(chosen, sparing: spared, most: limit, in: transaction)
                case .hurry: try await WorkQueue.hurry(chosen, most: limit, in: transaction)
                }
            let repair = Repair("work \(asked.act.rawValue)", of: asked.choice.words, count: count)
            try await desk.leaveReceipt(repair, asked.repair, in: transaction)
            return count
        }
        queue.nudge()
        guard asked.act == .cancel else {
            return Settled(count: count, left: try await queue.count(filter, isAhead: asked.act == .hurry))
        }
        return try await queue.uncancelled(filter, sparing: spared, done: count)
    }
}

/// Stops work, or lets it go on.
struct WorkHoldHandler: RequestHandler {
    private static let longestReason = 500

    func answer(_ question: Received<WorkHold>, _ desk: Desk) async throws -> [WorkStop] {
        let asked = question.body
        let queue = WorkQueue(desk.messaging.database)
        let scope = WorkScope(kind: asked.kind, tenant: asked.tenant, shop: asked.shop)
        if asked.isStopped {
            guard (1...Self.longestReason).contains(asked.reason.count) else {
                throw Refusal(
                    .invalid, code: "reasonMissing", "the reason must have 1 to \(Self.longestReason) characters",
                    field: "/reason")
            }
            try await desk.messaging.checkKind(asked.kind, field: "/kind", orIn: "work")
        } else {
            try await desk.messaging.checkKind(asked.kind, field: "/kind", orIn: "work_pauses")
        }
        if asked.isStopped { try await desk.messaging.checkScope(scope) }
        let isDone = try await desk.messaging.database.transaction(desk.untilDeadline) { transaction in
            var pipeline = Pipeline()
            var ended: Pending<Int>?
            if asked.isStopped {
                WorkQueue.pause(scope, reason: asked.reason, by: desk.caller.actor, in: &pipeline)
            } else {
                ended = WorkQueue.resume(scope, in: &pipeline)
            }
            let rest = pipeline
            try await transaction.send(rest)
            if try ended?.get() == 0 { return false }
            let mark = RepairMark(receipt: MessageID(.v7()), reason: asked.reason)
            try await desk.leaveReceipt(
                Repair(asked.isStopped ? "work pause" : "work resume", of: asked.words), mark, in: transaction)
            return true
        }
        guard isDone else { throw try await queue.notStopped(asked.words) }
        if !asked.isStopped { queue.nudge() }
        return try await queue.pauses().map(\.stop)
    }
}

/// What a cancel leaves.
struct Spared: Sendable {
    /// Whether what is done every so often.
    let schedules: Bool
    /// Kinds for which somebody waits.
    let awaited: [String]

    fileprivate var isSchedule: SQL { schedules ? "(every IS NOT NULL)" : "false" }
    /// Nobody works any more on what was given up.
    fileprivate var isAwaited: SQL { "(kind = ANY(\(awaited)) AND state <> 'failed')" }
}

extension WorkQueue {
    /// The refusal to let go on what was not stopped, with what is.
    fileprivate func notStopped(_ words: String) async throws -> Refusal {
        let stopped = try await pauses().map { "\($0.scope.words) (\($0.reason))" }.prefix(20)
        let others = stopped.isEmpty ? "and nothing else is" : "what is: \(stopped.joined(separator: "; "))"
        return Refusal(.conflict, code: WorkHold.notStopped, "\(words) is not stopped by these words; \(others)")
    }

    /// Makes due now what waits for its time, in a transaction of its own. Answers how many were found.
    func hurry(_ filter: WorkFilter, most: Int) async throws -> Int {
        let found = try await database.transaction { try await Self.hurry(filter, most: most, in: $0) }
        nudge()
        return found
    }

    /// What may be hurried; what is of unknown outcome may still have its effect, unless it rests because its workers
    /// died: they have lost it.
    private static let isHurriable: SQL = "(NOT is_unknown OR last_reason = work_death())"
    /// What is left of a hurry.
    private static let isAhead: SQL = "due_at > clock_timestamp() AND \(isHurriable)"

    /// Makes due now what waits for its time, the longest untouched first: what has had its turn since an earlier hurry
    /// comes after what has not, and what is due already after both. Answers how many were found.
    ///
    /// It holds the gates of the tenants whose rows it has chosen, and of no others (see `0003_work_wanting.sql`): a
    /// worker that finds a line empty meanwhile would put it to sleep past the row that is due now. Whoever holds a
    /// gate alone waits for nobody, so it may be waited for with rows in hand.
    static func hurry(_ filter: WorkFilter, most: Int, in transaction: Transaction) async throws -> Int {
        let chosen = try await transaction.rows(
            """
            SELECT tenant_id, kind, key FROM work WHERE \(filter.condition) AND \(isHurriable)
            ORDER BY due_at <= clock_timestamp(), changed_at LIMIT \(most) FOR UPDATE SKIP LOCKED
            """, as: (UUID, String, String).self)
        try await transaction.run(
            """
            SELECT pg_advisory_xact_lock_shared(work_gate(tenant))
            FROM (SELECT DISTINCT unnest(\(chosen.map(\.0))) AS tenant ORDER BY tenant) AS named
            """)
        try await transaction.run(
            """
            WITH hurried AS (
                UPDATE work SET due_at = least(due_at, clock_timestamp()), changed_at = clock_timestamp()
                FROM unnest(\(chosen.map(\.0)), \(chosen.map(\.1)), \(chosen.map(\.2))) AS n (tenant, kind, key)
                WHERE (work.tenant_id, work.kind, work.key) = (n.tenant, n.kind, n.key)
                RETURNING tenant_id, shop, endpoint_class, due_at
            )
            SELECT work_wake(array_agg(tenant_id), array_agg(shop), array_agg(endpoint_class), array_agg(due_at))
            FROM hurried
            """)
        return chosen.count
    }

    /// Wants no more what fits, in the transaction of the caller's. Answers how many were found.
    ///
    /// It chooses and locks at once: what is wanted anew meanwhile no longer fits, and stays. What is in work is only
    /// marked, once.
    static func cancel(
        _ filter: WorkFilter, sparing spared: Spared, most: Int, in transaction: Transaction
    ) async throws -> Int {
        let chosen = try await transaction.rows(
            """
            SELECT tenant_id, kind, key FROM work
            WHERE \(filter.condition) AND NOT is_cancelled AND NOT \(spared.isSchedule) AND NOT \(spared.isAwaited)
            ORDER BY tenant_id, kind, key LIMIT \(most) FOR UPDATE
            """, as: (UUID, String, String).self)
        let keys = chosen.map { WorkKey(kind: $1, tenant: TenantID($0), key: $2) }
        var pipeline = Pipeline()
        let found = cancel(keys, in: &pipeline)
        let rest = pipeline
        try await transaction.send(rest)
        return try found.get().first ?? 0
    }

    /// How many are still wanted, and why.
    fileprivate func uncancelled(_ filter: WorkFilter, sparing spared: Spared, done: Int) async throws -> Settled {
        let (all, awaited, schedules) =
            try await database.first(
                """
                SELECT count(*), count(*) FILTER (WHERE \(spared.isAwaited)),
                    count(*) FILTER (WHERE \(spared.isSchedule) AND NOT \(spared.isAwaited))
                FROM work WHERE \(filter.condition) AND NOT is_cancelled
                """, as: (Int, Int, Int).self) ?? (0, 0, 0)
        return Settled(
            count: done, left: all - awaited - schedules, schedules: spared.schedules ? schedules : nil,
            awaited: awaited > 0 ? awaited : nil)
    }

    /// How many there are; of what was hurried, how many are still ahead of their time.
    func count(_ filter: WorkFilter, isAhead: Bool) async throws -> Int {
        let time: SQL = isAhead ? Self.isAhead : "true"
        return try await database.first("SELECT count(*) FROM work WHERE \(filter.condition) AND \(time)", as: Int.self)
            ?? 0
    }
}
