public import Contracts
public import Foundation
public import Postgres

/// What people do with failures: look, replay, discard.
extension Messaging {
    /// A message that could not be handled, as it is shown.
    public struct Failure: Sendable, PostgresRow {
        /// The message's id; with ``lane`` the failure's name.
        public let message: UUID
        /// The queue whose handler failed.
        public let lane: String
        /// The brand; nil for raw webhooks and unreadable envelopes.
        public let tenant: TenantID?
        /// The wire name.
        public let type: String
        /// The constant sentence by which failures are grouped.
        public let cause: String
        /// What was particular about this one.
        public let detail: String
        /// How often it was tried.
        public let attempts: Int
        /// When it failed first.
        public let firstAt: Date
        /// When it failed last.
        public let lastAt: Date
        /// `open`, `replayed` or `discarded`.
        public let state: String

        /// Reads the columns of ``columns``.
        public init(row: inout RowReader) throws {
            message = try row.next()
            lane = try row.next()
            tenant = try row.next(UUID?.self).map { TenantID($0) }
            type = try row.next()
            cause = try row.next()
            detail = try row.next()
            attempts = Int(try row.next(Int32.self))
            firstAt = try row.next()
            lastAt = try row.next()
            state = try row.next()
        }

        static let columns = SQL(
            unsafe: "message_id, lane, tenant_id, type, cause, detail, attempts, first_at, last_at, state")
    }

    /// Open failures, the latest first.
    public static func failures(
        _ choice: FailureChoice = FailureChoice(), limit: Int = 100, in database: some PostgresClient
    ) async throws -> [Failure] {
        try await database.rows(
            """
            SELECT \(Failure.columns) FROM failures WHERE \(choice.openOnes)
            ORDER BY last_at DESC, message_id DESC LIMIT \(limit)
            """, as: Failure.self)
    }

    /// Hands failures to their lanes again: the inbox forgets them, the rows are marked, the messages become due. In
    /// one transaction per call, the oldest first.
    ///
    /// A message older than the inbox comes back under a new id, with the old one as its cause: under the old one it
    /// would be refused again.
    ///
    /// What is sealed stays so, and needs no key; what was erased with its buyer is passed over.
    ///
    /// - Parameters:
    ///   - before: Only those that failed last before this moment. What fails again keeps its first time, and so is the
    ///     oldest again: whoever calls more than once for a choice names the moment of the first call.
    ///   - limit: The most of one call.
    ///   - perSecond: They become due one after the other at this rate, so that a thousand repairs are no spike.
    /// - Returns: How many were handed back.
    public static func replay(
        _ choice: FailureChoice, before: Instant? = nil, limit: Int = 500, perSecond: Double = 50,
        in database: PostgresPool
    ) async throws -> Int {
        try await database.transaction { transaction in
            try await replay(choice, before: before, limit: limit, perSecond: perSecond, in: transaction)
        }
    }

    /// The same in a transaction of the caller's.
    ///
    /// - Parameter queues: Only those of these lanes; nil: of all. What is handed to a lane that nobody has would count
    ///   as replayed and never run.
    static func replay(
        _ choice: FailureChoice, of queues: [String]? = nil, before: Instant? = nil, limit: Int,
        perSecond: Double = 50, in transaction: Transaction
    ) async throws -> Int {
        let known: SQL = queues.map { "lane = ANY(\($0))" } ?? "true"
        let chosen = try await transaction.rows(
            """
            SELECT message_id, lane, message, body, sealed_key, orders, outline FROM failures
            WHERE \(choice.openOnes(before: before)) AND erased_at IS NULL AND \(known)
            ORDER BY first_at, message_id LIMIT \(limit) FOR UPDATE SKIP LOCKED
            """, as: Replayed.self)
        let now = Date()
        let replays = chosen.enumerated().map { Replay($1, after: Double($0) / perSecond, now: now) }
        try await transaction.send(handBack(replays))
        return replays.count
    }

    /// Marks failures as settled by people, the oldest first; they are kept, and never run.
    ///
    /// - Parameter before: Only those that failed last before this moment.
    /// - Returns: How many were marked.
    public static func discard(
        _ choice: FailureChoice, before: Instant? = nil, limit: Int = 500, in database: some PostgresClient
    ) async throws -> Int {
        try await database.run(
            """
            WITH chosen AS MATERIALIZED (
                SELECT message_id, lane FROM failures WHERE \(choice.openOnes(before: before))
                ORDER BY first_at, message_id LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            UPDATE failures SET state = 'discarded' FROM chosen
            WHERE failures.message_id = chosen.message_id AND failures.lane = chosen.lane
            """)
    }

    private struct Replayed: PostgresRow {
        let id: UUID
        let lane: String
        let message: String
        let body: [UInt8]
        let key: String?
        let orders: [String]
        let outline: String?

        init(row: inout RowReader) throws {
            id = try row.next()
            lane = try row.next()
            message = try row.next()
            body = try row.next()
            key = try row.next()
            orders = try row.next()
            outline = try row.next()
        }
    }

    /// One message on its way back.
    private struct Replay {
        let old: Replayed
        let id: UUID
        let message: String
        let after: Double

        /// What cannot be read goes back as it is: its lane files it again and says so, and the others are replayed.
        init(_ old: Replayed, after: Double, now: Date) {
            self.old = old
            self.after = after
            let renamed = Inbox.refusal(of: old.id, now: now).flatMap { _ in try? Self.caused(by: old) }
            id = renamed == nil ? old.id : .v7(at: now)
            message = renamed ?? old.message
        }

        private static func caused(by old: Replayed) throws -> String {
            var stored = try StoredMessage(text: old.message)
            stored.headers[WireHeader.causation] = .text(old.id.text)
            if old.key != nil { stored.sealedAs = stored.sealedAs ?? old.id }
            return try stored.text()
        }
    }

    private static func handBack(_ replays: [Replay]) -> Pipeline {
        let old = replays.map(\.old.id)
        let lanes = replays.map(\.old.lane)
        var pipeline = Pipeline()
        pipeline.run(
            """
            DELETE FROM inbox USING unnest(\(old), \(lanes)) AS replay (id, lane)
            WHERE inbox.message_id = replay.id AND inbox.lane = replay.lane
            """)
        pipeline.run(
            """
            UPDATE failures SET state = 'replayed' FROM unnest(\(old), \(lanes)) AS replay (id, lane)
            WHERE failures.message_id = replay.id AND failures.lane = replay.lane
            """)
        pipeline.run(
            """
            INSERT INTO deferred
                (message_id, lane, message, body, sealed_key, orders, outline, reason, attempt, due_at)
            SELECT id, lane, message, body, key, string_to_array(orders, E'\\n'), outline, 'replayed by hand', 0,
                now() + make_interval(secs => pause)
            FROM unnest(\(replays.map(\.id)), \(lanes), \(replays.map(\.message)), \(replays.map(\.old.body)),
                \(replays.map(\.old.key)), \(replays.map { $0.old.orders.joined(separator: "\n") }),
                \(replays.map(\.old.outline)), \(replays.map(\.after)))
                AS replay (id, lane, message, body, key, orders, outline, pause)
            ON CONFLICT (message_id, lane) DO UPDATE SET due_at = excluded.due_at, attempt = 0, claimed_until = NULL
            """)
        return pipeline
    }
}
