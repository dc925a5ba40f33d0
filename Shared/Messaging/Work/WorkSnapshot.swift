import Contracts
import Postgres

/// What is in the tables of work at one moment.
public struct WorkSnapshot: Sendable {
    /// One kind in one state.
    public struct Kind: Sendable {
        /// Its name.
        public let kind: String
        /// `waiting`, `ready`, `leased` or `failed`.
        public let state: String
        /// How many rows. Of those that failed counted, up to one more than ``LaneState/mostCounted``; of all others
        /// estimated from a sample when there are very many.
        public let count: Int
        /// How long the oldest of them has been due, or has failed in a row, or lies failed.
        public let oldest: Duration
        /// Whether ``count`` is estimated.
        public let isEstimate: Bool

        init(row: inout RowReader) throws {
            kind = try row.next()
            state = try row.next()
            count = try row.next()
            oldest = .seconds(try row.next(Double.self))
            isEstimate = try row.next()
        }
    }

    /// One endpoint class of a partner, all accounts together.
    public struct Partner: Sendable {
        /// Our identity there.
        public let app: String
        /// The endpoint class.
        public let endpoint: String
        /// Calls a second, all accounts together.
        public let rate: Double
        /// Tokens left, all accounts together.
        public let tokens: Double
        /// Accounts that rest because the partner said "too many".
        public let throttled: Int
        /// Breakers that are not closed.
        public let broken: Int

        init(row: inout RowReader) throws {
            app = try row.next()
            endpoint = try row.next()
            rate = try row.next()
            tokens = try row.next()
            throttled = try row.next()
            broken = try row.next()
        }
    }

    /// By kind and state.
    public let kinds: [Kind]
    /// By app and endpoint class.
    public let partners: [Partner]
}

extension WorkQueue {
    /// Looks at some hundreds of pages at most, however much work there is, and at the index of what failed: a single
    /// piece that waits for people must be seen among a million.
    public func snapshot() async throws -> WorkSnapshot {
        var pipeline = Pipeline()
        let kinds = pipeline.rows(Self.sampled) { row in try WorkSnapshot.Kind(row: &row) }
        let failed = pipeline.rows(Self.failed) { row in try WorkSnapshot.Kind(row: &row) }
        let partners = pipeline.rows(
            """
            SELECT app, endpoint_class, coalesce(sum(rate), 0),
                -- As they are refilled by now: what was left when the last one was taken says nothing of an idle class.
                coalesce(sum(greatest(0, least(
                    greatest(rate, 1), tokens + rate * greatest(0, extract(epoch FROM now() - refilled_at))))), 0),
                count(*) FILTER (WHERE blocked_until > now()), coalesce(max(broken.count), 0)
            FROM work_budgets FULL JOIN (
                SELECT app, endpoint_class, count(*) FROM work_breakers WHERE state <> 'closed' GROUP BY 1, 2
            ) AS broken USING (app, endpoint_class)
            GROUP BY app, endpoint_class
            """
        ) { row in try WorkSnapshot.Partner(row: &row) }
        try await database.send(pipeline)
        return WorkSnapshot(kinds: try kinds.get() + failed.get(), partners: try partners.get())
    }

    private static let sampled: SQL = """
        WITH part AS (
            SELECT least(100, 100 * 500.0 / greatest(1, pg_relation_size('work') / 8192)) AS percent
        )
        SELECT kind, state, (count(*) * 100 / (SELECT percent FROM part))::bigint,
            greatest(0, extract(epoch FROM now() - min(least(due_at, failing_since))))::double precision,
            (SELECT percent FROM part) < 100
        FROM work TABLESAMPLE SYSTEM ((SELECT percent FROM part)) WHERE state <> 'failed' GROUP BY kind, state
        """

    /// From one kind to the next along the index, each counted so far and no further: one of which there is very much
    /// must not hide the others.
    private static let failed: SQL = """
        WITH RECURSIVE known AS (
            (SELECT kind FROM work WHERE state = 'failed' ORDER BY kind LIMIT 1)
            UNION ALL
            SELECT (SELECT w.kind FROM work AS w WHERE w.state = 'failed' AND w.kind > known.kind
                ORDER BY w.kind LIMIT 1)
            FROM known WHERE known.kind IS NOT NULL
        )
        SELECT kind, 'failed', f.count,
            greatest(0, extract(epoch FROM now() - f.oldest))::double precision, false
        FROM known CROSS JOIN LATERAL (
            SELECT count(*), min(changed_at) AS oldest FROM (
                SELECT changed_at FROM work AS w WHERE w.state = 'failed' AND w.kind = known.kind
                ORDER BY changed_at LIMIT \(LaneState.mostCounted + 1)) AS few
        ) AS f
        WHERE kind IS NOT NULL
        """
}
