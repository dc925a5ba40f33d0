import AMQP
import BenchKit
import Foundation
import Postgres
import TestKit

/// What the same statements and the same messages take without an application.
struct FloorFigures: Sendable {
    let orders: Int
    let seconds: Double
    /// Of `broker`, `database`, `pgbench` and `relays`.
    let spending: Spending
    /// What is not as it must be; empty: the run counts.
    let differences: [String]

    var perSecond: Double { Double(orders) / seconds }
    /// Microseconds of CPU for one order.
    func micros(_ names: [String]) -> Double { spending.sum(names) / Double(orders) * 1_000_000 }

    static let clients = ["pgbench", "relays"]
}

/// One run of the floor: three of pgbench and three relays side by side, each with one stage's part. Nothing decides,
/// nothing reads JSON, and no statement waits for a message.
struct FloorRun: Sendable {
    let workload: Workload
    let servers: Servers
    let pgbench: URL
    let logs: URL

    /// All orders wait in their queue when the clock starts.
    func throughput() async throws -> FloorFigures {
        let plan = FloorPlan(workload)
        return try await withDatabase { url in
            try await Tables.make(workload, in: url)
            let pool = PostgresPool(try PostgresConfiguration(url: url), size: 2, logger: .quiet)
            let result: Result<FloorFigures, any Error>
            do {
                let batches = try await FloorRows.write(plan, in: url, pool).batches
                let spent = try await withRelays(plan) { feeder, relays in
                    try await feeder.publishAll()
                    return try await measure(relays, batches, database: url)
                }
                let differences = try await Truth(workload: workload, database: pool).differences()
                result = .success(
                    FloorFigures(
                        orders: workload.orders.count, seconds: spent.seconds, spending: spent.spending,
                        differences: differences))
            } catch {
                result = .failure(error)
            }
            await pool.close()
            return try result.get()
        }
    }

    /// Milliseconds of every order through the broker alone, at an even pace.
    func latencies(perSecond rate: Double) async throws -> [Double] {
        try await withRelays(FloorPlan(workload)) { feeder, relays in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await relays.run() }
                try await feeder.publishAll(perSecond: rate)
                try await group.waitForAll()
            }
            return relays.analytics.latencies
        }
    }

    private func withRelays<Value: Sendable>(
        _ plan: FloorPlan, _ body: (Feeder, Relays) async throws -> Value
    ) async throws -> Value {
        try await withBroker { broker in
            let feeder = try await Feeder(workload, to: broker.url)
            let relays = try Relays(plan, at: broker.url)
            let result: Result<Value, any Error>
            do {
                try await eventually(within: .seconds(30), "the relays are connected") { relays.areReady }
                result = .success(try await body(feeder, relays))
            } catch {
                result = .failure(error)
            }
            await relays.close()
            await feeder.close()
            return try result.get()
        }
    }

    private func measure(
        _ relays: Relays, _ batches: [String: Int], database: String
    ) async throws -> (seconds: Double, spending: Spending) {
        let before = look()
        let start = ContinuousClock.now
        // One more than there are: it takes away what the last one has told.
        let programs = try Stage.names.map { stage in
            try Pgbench(
                pgbench, stage: stage, batches: (batches[stage] ?? 0) + 1, database: database, folder: logs)
        }
        defer { for program in programs { program.dismiss() } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await relays.run() }
            for program in programs { group.addTask { try await program.complete() } }
            try await group.waitForAll()
        }
        return ((ContinuousClock.now - start) / .seconds(1), look() - before)
    }

    /// The relays are this process, and pgbench has ended when it is looked at again.
    private func look() -> Spending {
        let own = ProcessTimes(of: getpid())
        return Spending.soFar(servers).adding(["relays": own?.own ?? 0, "pgbench": own?.reaped ?? 0])
    }
}
