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

    /// By the lane's queue; a lane of which nothing lies there is missing.
    let lanes: [String: LaneCount]
    let outbox: OutboxCount

    /// Counts up to this many are exact; nobody needs to know more of a table that is so full.
    private static let most = 100_000

    /// Counts.
    static func read(_ database: PostgresPool) async throws -> TableCounts {
        var pipeline = Pipeline()
        let deferred = pipeline.rows(
            """
            SELECT lane, count(*), min(first_at) FROM (SELECT lane, first_at FROM deferred LIMIT \(most)) AS d
            GROUP BY lane
            """, as: (String, Int, Date).self)
        let failures = pipeline.rows(
            """
            SELECT lane, count(*) FROM (SELECT lane FROM failures WHERE state = 'open' LIMIT \(most)) AS f
            GROUP BY lane
            """, as: (String, Int).self)
        let suspects = pipeline.rows(
            "SELECT lane, count(*) FROM (SELECT lane FROM suspects LIMIT \(most)) AS s GROUP BY lane",
            as: (String, Int).self)
        let outbox = pipeline.rows(
            """
            SELECT coalesce(sum(size), 0), min(first::text), coalesce(sum(size) FILTER (WHERE attempts > 0), 0),
                (array_agg(last_error ORDER BY attempts DESC) FILTER (WHERE last_error IS NOT NULL))[1]
            FROM (SELECT coalesce(messages[1], id) AS first, coalesce(cardinality(messages), 1) AS size, attempts,
                last_error FROM outbox ORDER BY id LIMIT \(most)) AS o
            """, as: (Int, String?, Int, String?).self)
        try await database.send(pipeline)
        return TableCounts(
            lanes: try lanes(deferred.get(), failures.get(), suspects.get()), outbox: try count(outbox.get().first))
    }

    private static func lanes(
        _ deferred: [(String, Int, Date)], _ failures: [(String, Int)], _ suspects: [(String, Int)]
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
