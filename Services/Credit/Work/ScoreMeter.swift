import CoreMetrics
import Foundation
import Logging
import Postgres
import ServiceLifecycle

/// Shows as metrics, every so often, what people wait for: how old the oldest score is, and for how long the past of an
/// account has not been told. Every instance sees the same tables.
struct ScoreMeter: Service {
    /// What waits longest.
    struct Oldest: Hashable, Sendable {
        /// When the person was scored whose turn was longest ago.
        let scoredAt: Date?
        /// When the account was taken up whose past is still to be told; one that nobody has connected has none.
        let untoldSince: Date?

        /// Looks.
        static func read(_ client: some PostgresClient) async throws -> Oldest {
            let row = try await client.first(
                """
                SELECT (SELECT min(as_of) FROM standings),
                    (SELECT min(a.linked_at) FROM accounts a WHERE a.is_linked AND a.complete_since IS NULL
                        AND EXISTS (SELECT FROM shops s
                            WHERE (s.tenant_id, s.account_id) = (a.brand_id, a.account_id)))
                """, as: (Date?, Date?).self)
            return Oldest(scoredAt: row?.0, untoldSince: row?.1)
        }
    }

    private static let every = Duration.seconds(15)

    let database: PostgresPool
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await show()
                try await Task.sleep(for: Self.every)
            }
        }
    }

    private func show() async {
        do {
            let oldest = try await Oldest.read(database)
            Gauge(label: "shop.credit.score_age_seconds").record(Self.age(oldest.scoredAt))
            Gauge(label: "shop.credit.untold_age_seconds").record(Self.age(oldest.untoldSince))
        } catch {
            logger.debug("ages could not be looked at", metadata: ["error": "\(error)"])
        }
    }

    private static func age(_ since: Date?) -> Double { max(0, -(since?.timeIntervalSinceNow ?? 0)) }
}
