import AMQP
import CoreMetrics
import Foundation
import Logging
import Metrics
import Postgres

/// Shows as metrics, every so often, what lies in the tables, whether lanes are up, and how the pool is used.
///
/// Every instance of a service sees the same tables: dashboards take the maximum, never the sum.
struct TableMeter: Sendable {
    static let every = Duration.seconds(10)

    private let runners: [LaneRunner]
    private let database: PostgresPool
    private let logger: Logger

    init(of messaging: Messaging) {
        (runners, database, logger) = (messaging.runners, messaging.database, messaging.logger)
    }

    /// Goes on until it is cancelled. A database that is away leaves the figures as they were.
    func run() async {
        var before: PoolSnapshot?
        while !Task.isCancelled {
            do {
                show(try await TableCounts.read(runners.map(\.queue), database))
            } catch {
                logger.debug("tables could not be counted", metadata: ["error": "\(error)"])
            }
            for runner in runners {
                gauge("shop.lane.up", runner.queue, runner.health.condition == .up ? 1 : 0)
                gauge("shop.lane.in_hand_age_seconds", runner.queue, Self.age(runner.book.figures.inHandSince))
            }
            let now = database.snapshot
            show(now, since: before)
            before = now
            try? await Task.sleep(for: Self.every)
        }
    }

    private func show(_ counts: TableCounts) {
        Gauge(label: "shop.outbox.rows").record(counts.outbox.rows)
        Gauge(label: "shop.outbox.failing").record(counts.outbox.failing)
        Gauge(label: "shop.outbox.age_seconds").record(Self.age(counts.outbox.oldest))
        for runner in runners {
            let count = counts.lanes[runner.queue] ?? TableCounts.LaneCount()
            gauge("shop.lane.deferred", runner.queue, Double(count.deferred))
            gauge("shop.lane.deferred_age_seconds", runner.queue, Self.age(count.since))
            gauge("shop.lane.open_failures", runner.queue, Double(count.failures))
            gauge("shop.lane.suspects", runner.queue, Double(count.suspects))
        }
    }

    private func show(_ pool: PoolSnapshot, since before: PoolSnapshot?) {
        let used = [("db.client.connection.state", "used")]
        let idle = [("db.client.connection.state", "idle")]
        Gauge(label: "db.client.connection.count", dimensions: used).record(pool.leased)
        Gauge(label: "db.client.connection.count", dimensions: idle).record(max(0, pool.open - pool.leased))
        Gauge(label: "db.client.connection.max").record(pool.size)
        Gauge(label: "db.client.connection.pending_requests").record(pool.waiting)
        Counter(label: "db.client.connection.timeouts").increment(by: pool.timeouts - (before?.timeouts ?? 0))
        Counter(label: "shop.pool.waits").increment(by: pool.waits - (before?.waits ?? 0))
        FloatingPointCounter(label: "shop.pool.wait_seconds").increment(
            by: (pool.waitTime - (before?.waitTime ?? .zero)) / .seconds(1))
    }

    private func gauge(_ label: String, _ lane: String, _ value: Double) {
        Gauge(label: label, dimensions: [("lane", lane)]).record(value)
    }

    private static func age(_ since: Date?) -> Double { max(0, -(since?.timeIntervalSinceNow ?? 0)) }
}
