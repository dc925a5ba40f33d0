import AMQP
import Contracts
import Foundation
import Postgres

/// Answers how the service is.
struct ServiceInspectHandler: RequestHandler {
    func answer(_ question: Received<ServiceInspect>, _ desk: Desk) async throws -> ServiceState {
        let messaging = desk.messaging
        let (identity, database) = (messaging.identity, messaging.database)
        let work = WorkQueue(database)
        let snapshot = try await work.snapshot()
        return ServiceState(
            service: identity.service, instance: identity.instance, version: identity.version,
            startedAt: identity.startedAt, at: Instant(Date()), troubles: messaging.troubles(),
            lanes: try await lanes(messaging), outbox: try await outbox(messaging),
            work: snapshot.kinds.map(\.tally).sorted { ($0.kind, $0.state.rawValue) < ($1.kind, $1.state.rawValue) },
            stops: try await work.pauses().map(\.stop), partners: snapshot.partners.map(\.state))
    }

    /// Counts up to this many are exact; nobody needs to know more of a table that is so full.
    private static let mostCounted = 100_000

    private func lanes(_ messaging: Messaging) async throws -> [LaneState] {
        let counts = try await counts(messaging.database)
        return messaging.runners.map { runner in
            let figures = runner.book.figures
            let count = counts[runner.queue]
            return LaneState(
                queue: runner.queue, isUp: runner.health.condition == .up, settled: figures.settled,
                lagMilliseconds: figures.lastAge.map { Int($0 * 1000) }, lastAt: figures.lastAt.map { Instant($0) },
                deferred: count?.deferred ?? 0, deferredSince: count?.since, failures: count?.failures ?? 0,
                suspects: count?.suspects ?? 0)
        }
    }

    private struct Count {
        var deferred = 0
        var since: Instant?
        var failures = 0
        var suspects = 0
    }

    private func counts(_ database: PostgresPool) async throws -> [String: Count] {
        var pipeline = Pipeline()
        let limit = Self.mostCounted
        let deferred = pipeline.rows(
            """
            SELECT lane, count(*), min(first_at) FROM (SELECT lane, first_at FROM deferred LIMIT \(limit)) AS d
            GROUP BY lane
            """, as: (String, Int, Date).self)
        let failures = pipeline.rows(
            """
            SELECT lane, count(*) FROM (SELECT lane FROM failures WHERE state = 'open' LIMIT \(limit)) AS f
            GROUP BY lane
            """, as: (String, Int).self)
        let suspects = pipeline.rows(
            "SELECT lane, count(*) FROM (SELECT lane FROM suspects LIMIT \(limit)) AS s GROUP BY lane",
            as: (String, Int).self)
        try await database.send(pipeline)
        var counts: [String: Count] = [:]
        for (lane, count, since) in try deferred.get() {
            counts[lane, default: Count()].deferred = count
            counts[lane, default: Count()].since = Instant(since)
        }
        for (lane, count) in try failures.get() { counts[lane, default: Count()].failures = count }
        for (lane, count) in try suspects.get() { counts[lane, default: Count()].suspects = count }
        return counts
    }

    private func outbox(_ messaging: Messaging) async throws -> OutboxState {
        let found = try await messaging.database.first(
            """
            SELECT count(*), min(id::text), count(*) FILTER (WHERE attempts > 0),
                (array_agg(last_error ORDER BY attempts DESC) FILTER (WHERE last_error IS NOT NULL))[1]
            FROM (SELECT id, attempts, last_error FROM outbox ORDER BY id LIMIT \(Self.mostCounted)) AS o
            """, as: (Int, String?, Int, String?).self)
        let oldest = found?.1.flatMap { UUID(text: $0)?.v7Instant }
        return OutboxState(
            rows: found?.0 ?? 0, oldestAt: oldest.map { Instant($0) }, failing: found?.2 ?? 0, lastError: found?.3,
            confirmed: messaging.outbox.confirmedInAll)
    }
}

extension WorkSnapshot.Kind {
    fileprivate var tally: WorkTally {
        WorkTally(
            kind: kind, state: WorkChoice.State(rawValue: state) ?? .waiting, count: count,
            oldestMilliseconds: Int(oldest / .milliseconds(1)))
    }
}

extension WorkSnapshot.Partner {
    fileprivate var state: PartnerState {
        PartnerState(app: app, endpoint: endpoint, rate: rate, throttled: throttled, broken: broken)
    }
}

extension WorkPause {
    /// As operators see it.
    var stop: WorkStop {
        WorkStop(
            kind: scope.kind, tenant: scope.tenant, shop: scope.shop, reason: reason, by: pausedBy,
            at: Instant(pausedAt))
    }
}
