import Contracts
import Foundation
import Postgres

/// Remembers which messages a lane has handled, in the transaction of their effects.
enum Inbox {
    /// How long a message is remembered; an older one is a failure and never run, so that deduplication is exact.
    static let memory: TimeInterval = 13 * 86_400
    /// How far a producer's clock may be ahead.
    static let tolerance: TimeInterval = 86_400

    /// Why the inbox cannot remember a message; nil when it can.
    static func refusal(of id: UUID, now: Date) -> String? {
        guard let made = id.v7Instant else { return "message_id is not a version 7 UUID" }
        if now.timeIntervalSince(made) > memory { return "the message is older than the inbox" }
        if made.timeIntervalSince(now) > tolerance { return "the message is from the future" }
        return nil
    }

    /// Adds the ids and answers those that were not known; nil where there are none. Ordered by key, as everything that
    /// locks.
    static func note(_ ids: [UUID], lane: String, _ pipeline: inout Pipeline) -> Pending<[UUID]>? {
        guard !ids.isEmpty else { return nil }
        return pipeline.rows(
            """
            INSERT INTO inbox (message_id, lane) SELECT id, \(lane) FROM unnest(\(ids)) AS new (id) ORDER BY id
            ON CONFLICT DO NOTHING RETURNING message_id
            """
        ) { row in try row.next(UUID.self) }
    }

    /// Forgets ids that were noted but come back later.
    static func forget(_ ids: [UUID], lane: String, _ pipeline: inout Pipeline) {
        guard !ids.isEmpty else { return }
        pipeline.run("DELETE FROM inbox WHERE lane = \(lane) AND message_id = ANY(\(ids))")
    }

    /// Makes the days to come and drops those that are over, of what was told as well.
    static func keepPartitions(_ database: PostgresPool) async throws {
        try await database.run("SELECT keep_inbox_partitions()")
        try await database.run("SELECT keep_told_partitions()")
    }

    /// Whether there is somewhere to write today and tomorrow.
    static func hasDays(_ database: PostgresPool) async throws -> Bool {
        try await database.first(
            """
            SELECT bool_and(to_regclass(sort || to_char(day.at, 'YYYYMMDD')) IS NOT NULL)
            FROM unnest(ARRAY['inbox_', 'told_']) AS sort, generate_series(0, 1) AS ahead
            CROSS JOIN LATERAL (SELECT now() AT TIME ZONE 'UTC' + make_interval(days => ahead) AS at) AS day
            """, as: Bool.self) ?? false
    }
}
