import AMQP
import BenchKit
import Foundation
import Postgres
import TestKit

/// What one run of the three stages took.
struct StageFigures: Sendable {
    let orders: Int
    let seconds: Double
    let spending: Spending
    /// MB by stage.
    let memory: [String: Double]
    /// Milliseconds from an order's publication to its last commit, one for each order.
    let latencies: [Double]
    /// What is not as it must be; empty: the run counts.
    let differences: [String]

    var perSecond: Double { Double(orders) / seconds }
    /// Microseconds of CPU for one order.
    func micros(_ names: [String]) -> Double { spending.sum(names) / Double(orders) * 1_000_000 }
}

/// One run of the three stages on an empty broker and an empty database.
struct StageRun: Sendable {
    enum Mode: Sendable {
        /// All orders wait in their queue when the clock starts.
        case throughput
        /// Orders come at an even pace.
        case paced(perSecond: Double)
        /// As throughput, and each stage is killed once in the middle of its work.
        case crash

        var isCrash: Bool { if case .crash = self { true } else { false } }
    }

    let workload: Workload
    let servers: Servers
    let logs: URL

    func run(_ mode: Mode) async throws -> StageFigures {
        try await withDatabase { url in
            try await Tables.make(workload, in: url)
            return try await withBroker { broker in try await run(mode, broker: broker.url, database: url) }
        }
    }

    private func run(_ mode: Mode, broker: String, database: String) async throws -> StageFigures {
        let feeder = try await Feeder(workload, to: broker)
        let crew = try await Crew(broker: broker, database: database, logs: logs)
        let pool = PostgresPool(try PostgresConfiguration(url: database), size: 2, logger: .quiet)
        let result: Result<StageFigures, any Error>
        do {
            result = .success(try await measure(mode, feeder, crew, pool))
        } catch {
            result = .failure(error)
        }
        await crew.dismiss()
        await feeder.close()
        await pool.close()
        return try result.get()
    }

    private func measure(
        _ mode: Mode, _ feeder: Feeder, _ crew: Crew, _ pool: PostgresPool
    ) async throws -> StageFigures {
        let progress = Progress(database: pool, orders: workload.orders.count)
        let watch = ContinuousClock()
        var start = watch.now
        var before = look(crew)
        switch mode {
        case .throughput, .crash:
            // It stands still while its queue fills, so that publishing is not part of what is measured.
            let ingestion = try crew.stage("ingestion")
            ingestion.signal(SIGSTOP)
            try await feeder.publishAll()
            before = look(crew)
            start = watch.now
            ingestion.signal(SIGCONT)
            if case .crash = mode { try await crashInTurn(crew, progress) }
        case .paced(let rate):
            try await feeder.publishAll(perSecond: rate)
        }
        try await progress.complete { try crew.requireAll() }
        let seconds = (watch.now - start) / .seconds(1)
        let spending = look(crew) - before
        let memory = crew.peakMemory
        // What a killed stage left in its outbox is told again some seconds later, and the inbox must recognise it.
        try await eventually(within: .seconds(60), "everything is sent") { try await progress.unsent() == 0 }
        let latencies = try await crew.finish()
        var found = try await Truth(workload: workload, database: pool).differences()
        // A killed stage takes its notes with it.
        if !mode.isCrash, latencies.count != workload.orders.count {
            found.append("the latency of \(latencies.count) orders is known, of \(workload.orders.count)")
        }
        return StageFigures(
            orders: workload.orders.count, seconds: seconds, spending: spending, memory: memory, latencies: latencies,
            differences: found)
    }

    /// This process is the producer, and asks how far the stages are.
    private func look(_ crew: Crew) -> Spending {
        Spending.soFar(servers, crew.processes.merging(["driver": getpid()]) { $1 })
    }

    /// Kills each stage when it has done a part of its work, which is another part for each.
    private func crashInTurn(_ crew: Crew, _ progress: Progress) async throws {
        for (name, share) in zip(Stage.names, [0.2, 0.4, 0.6]) {
            try await progress.reach(share, of: name) { try crew.requireAll() }
            let reached = try await progress.share(of: name)
            guard reached < 1 else { throw TooLate(name: name) }
            try await crew.crash(name)
        }
    }

    /// A stage was through with its work before it could be killed.
    struct TooLate: Error, CustomStringConvertible {
        let name: String
        var description: String { "\(name) was done before it could be killed: take more orders" }
    }
}
