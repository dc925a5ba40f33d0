import Contracts
import Messaging
import Postgres

/// Forgets what history has too much of: of scores older than a week one of each day of UTC stays, the last one, and
/// every one that a lender has read. A busy shop's person would have a thousand a day.
struct ScoreThin: WorkKind {
    static let name = "score.thin"
    static let endpoint = EndpointClass.inside("score.thin")
    static let limits = WorkLimits(deadline: .seconds(600))

    /// Scores that one run forgets.
    private static let most = 50_000

    /// Wants the round made every hour.
    static var item: WorkItem {
        WorkItem(ScoreThin.self, tenant: .platform, key: "", every: .seconds(3600))
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        .done {
            Self.thin(&$0)
            HeardStore.forget(&$0)
        }
    }

    /// Days that were thinned once have one score left, so two days behind the week are enough to look at.
    static func thin(_ pipeline: inout Pipeline) {
        pipeline.run(
            """
            DELETE FROM scores WHERE (tenant_id, as_of) IN (
                SELECT s.tenant_id, s.as_of FROM (
                    SELECT tenant_id, as_of, lead(as_of) OVER (PARTITION BY tenant_id ORDER BY as_of) AS next
                    FROM scores WHERE as_of BETWEEN now() - interval '9 days' AND now() - interval '7 days') AS s
                WHERE (s.next AT TIME ZONE 'UTC')::date = (s.as_of AT TIME ZONE 'UTC')::date
                    AND NOT EXISTS (SELECT FROM reads r WHERE (r.tenant_id, r.as_of) = (s.tenant_id, s.as_of))
                LIMIT \(most))
            """)
    }
}
