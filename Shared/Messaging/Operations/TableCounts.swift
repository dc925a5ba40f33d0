import Contracts
import Foundation
import Postgres

/// What lies in the tables of a service's messages at one moment.
struct TableCounts: Sendable {
    /// Of one lane.
    struct LaneCount: Sendable {
        var deferred = 0
        /// When the oldest of the deferred came first.
        var since: Date?
        /// Failures that nobody has dealt with.
        var failures = 0
        var suspects = 0
    }

    /// Of the outbox, in messages.
    struct OutboxCount: Sendable {
        let rows: Int
        let oldest: Date?
        /// Those that the broker has not taken at the first attempt.
        let failing: Int
        let lastError: String?
    }

    /// By the lane's queue.
    let lanes: [String: LaneCount]
    let outbox: OutboxCount

    /// Counts up to this many of each lane are exact, and one more says that there are more: nobody needs to know how
    /// many lie in a table that is so full.
    private static let most = LaneState.mostCounted + 1

    /// Counts, each lane by itself: one that is full must not hide the others.
    static func read(_ lanes: [String], _ database: PostgresPool) async throws -> TableCounts {
        var pipeline = Pipeline()
        let deferred = pipeline.rows(
            """
            SELECT asked.lane, d.count, d.first_at FROM unnest(\(lanes)) AS asked (lane) CROSS JOIN LATERAL (
                SELECT count(*), min(first_at) AS first_at FROM (
                    SELECT first_at FROM deferred WHERE deferred.lane = asked.lane
                    ORDER BY first_at LIMIT \(most)) AS few
            ) AS d
            """, as: (String, Int, Date?).self)
        let failures = pipeline.rows(
            """
            SELECT asked.lane, f.count FROM unnest(\(lanes)) AS asked (lane) CROSS JOIN LATERAL (
                SELECT count(*) FROM (
                    SELECT FROM failures WHERE failures.lane = asked.lane AND state = 'open' LIMIT \(most)) AS few
            ) AS f
            """, as: (String, Int).self)
        let suspects = pipeline.rows(
            """
            SELECT asked.lane, s.count FROM unnest(\(lanes)) AS asked (lane) CROSS JOIN LATERAL (
                SELECT count(*) FROM (SELECT FROM suspects WHERE suspects.lane = asked.lane LIMIT \(most)) AS few) AS s
            """, as: (String, Int).self)
        let outbox = pipeline.rows(
            """
            SELECT coalesce(sum(size), 0), min(first::text), coalesce(sum(size) FILTER (WHERE attempts > 0), 0),
                (array_agg(last_error ORDER BY attempts DESC) FILTER (WHERE last_error IS NOT NULL))[1]
            FROM (SELECT coalesce(messages[1], id) AS first, coalesce(cardinality(messages), 1) AS size, attempts,
                last_error FROM outbox ORDER BY id LIMIT \(most)) AS o
            """, as: (Int, String?, Int, String?).self)
        try await database.send(pipeline)
        return TableCounts(
            lanes: try Self.lanes(deferred.get(), failures.get(), suspects.get()), outbox: try count(outbox.get().first)
        )
    }

    private static func lanes(
        _ deferred: [(String, Int, Date?)], _ failures: [(String, Int)], _ suspects: [(String, Int)]
    ) -> [String: LaneCount] {
        var lanes: [String: LaneCount] = [:]
        for (lane, count, since) in deferred {
            lanes[lane, default: LaneCount()].deferred = count
            lanes[lane, default: LaneCount()].since = since
        }
        for (lane, count) in failures { lanes[lane, default: LaneCount()].failures = count }
        for (lane, count) in suspects { lanes[lane, default: LaneCount()].suspects = count }
        return lanes
    }

    private static func count(_ row: (Int, String?, Int, String?)?) throws -> OutboxCount {
        OutboxCount(
            rows: row?.0 ?? 0, oldest: row?.1.flatMap { UUID(text: $0)?.v7Instant }, failing: row?.2 ?? 0,
            lastError: row?.3)
    }
}
