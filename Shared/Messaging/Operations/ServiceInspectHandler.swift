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
        let now = try await database.first("SELECT clock_timestamp()", as: Date.self)
        let counts = try await TableCounts.read(messaging.runners.map(\.queue), database)
        return ServiceState(
            service: identity.service, instance: identity.instance, version: identity.version,
            startedAt: identity.startedAt, at: Instant(Date()), troubles: messaging.troubles(),
            lanes: lanes(counts.lanes, messaging), outbox: outbox(counts.outbox, messaging),
            work: snapshot.kinds.map(\.tally).sorted { ($0.kind, $0.state.rawValue) < ($1.kind, $1.state.rawValue) },
            stops: try await work.pauses().map(\.stop), partners: snapshot.partners.map(\.state),
            calls: messaging.view.partnerCalls(),
            instances: try await InstanceTable.all(messaging.pulse.now(), database),
            databaseAt: now.map { Instant($0) })
    }

    private func lanes(_ counts: [String: TableCounts.LaneCount], _ messaging: Messaging) -> [LaneState] {
        messaging.runners.map { runner in
            let figures = runner.book.figures
            let count = counts[runner.queue]
            return LaneState(
                queue: runner.queue, isUp: runner.health.condition == .up, settled: figures.settled,
                lagMilliseconds: figures.lastAge.map { Int($0 * 1000) }, lastAt: figures.lastAt.map { Instant($0) },
                inHandSince: figures.inHandSince.map { Instant($0) },
                deferred: count?.deferred ?? 0, deferredSince: count?.since.map { Instant($0) },
                failures: count?.failures ?? 0, suspects: count?.suspects ?? 0)
        }
    }

    private func outbox(_ count: TableCounts.OutboxCount, _ messaging: Messaging) -> OutboxState {
        OutboxState(
            rows: count.rows, oldestAt: count.oldest.map { Instant($0) }, failing: count.failing,
            lastError: count.lastError, confirmed: messaging.outbox.confirmedInAll)
    }
}

extension WorkSnapshot.Kind {
    fileprivate var tally: WorkTally {
        WorkTally(
            kind: kind, state: WorkChoice.State(rawValue: state) ?? .waiting, count: count,
            oldestMilliseconds: Int(oldest / .milliseconds(1)), isEstimate: isEstimate ? true : nil)
    }
}

extension WorkSnapshot.Partner {
    fileprivate var state: PartnerState {
        PartnerState(
            app: app, endpoint: endpoint, rate: rate, throttled: throttled, broken: broken, left: tokens)
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
