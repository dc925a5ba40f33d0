import BenchKit
import Contracts
import Foundation
import PlatformKit
import Postgres
import TestKit

/// What an order costs the database when there are few and when there are many, and what services cost that have
/// nothing to do.
///
/// The orders are those of the flow, told without a pause; at every mark a sample of them is measured. Nobody waits,
/// or, where stock is scarce, whoever wants the viral SKU does from before the first sample on.
struct Growth: Sendable {
    let settings: ProductSettings
    let tell: @Sendable (String) -> Void
    private static let patience = Duration.seconds(7200)

    /// What a sample of orders took when there were so many.
    struct Mark: Sendable {
        let orders: Int
        let sample: Int
        /// Pages of 8 KB that services' statements touched.
        var pages: Int { statements.reduce(0) { $0 + $1.pages } }
        /// Rows that scans of tables and indexes gave, whoever asked.
        let rows: Int
        /// Bytes.
        let log: Int
        let statements: [Statements.Statement]
        let memory: [String: Double]
        /// Orders that wait for stock.
        let waiting: Int
    }

    /// Services with nothing to do.
    struct Idle: Sendable {
        /// Seconds from the start of a service until it is ready, by its name.
        let startUp: [String: Double]
        /// The share of a core that all services together spend.
        let share: Double
    }

    func run() async throws -> Findings {
        let marks = settings.isFull ? [10_000, 100_000, 1_000_000] : [4000, 20_000]
        let ends = settings.size.map { [$0 / 5, $0] } ?? marks
        let (first, all) = (ends.first ?? 0, ends.last ?? 0)
        // Scarce is a twentieth of what the orders up to the first mark ask for.
        let workload = Workload(
            orders: all, seed: settings.seed, skew: settings.skew, viral: settings.isScarce ? first / 200 : 2 * all)
        return try await Ground.run(settings) { ground in
            try await FlowGround.open(ground, workload, tell: tell) { flow in
                try await measure(ground, flow, workload, ends)
            }
        }
    }

    private func measure(
        _ ground: Ground, _ flow: FlowGround, _ workload: Workload, _ ends: [Int]
    ) async throws -> Findings {
        let idle = try await idle(ground)
        var marks: [Mark] = []
        var told = 0
        for end in ends {
            let sample = min(2000, end / 2)
            let first = told..<(end - sample)
            tell("\(first.upperBound) orders")
            try await flow.tell(workload.orders[first], from: first.lowerBound)
            try await settle(ground, first.upperBound)
            marks.append(try await mark(ground, flow, workload, (end - sample)..<end))
            told = end
            tell(GrowthLines.all(of: marks.suffix(1)).table)
        }
        return Findings(
            lines: GrowthLines.all(of: marks) + GrowthLines.all(of: idle), notes: GrowthLines.notes(of: marks),
            differences: await differences(ground, workload))
    }

    /// What is stored and is not what was told; a comparison that fails is told as well, and takes no figure with it.
    private func differences(_ ground: Ground, _ workload: Workload) async -> [String] {
        do {
            return try await FlowTruth(platform: ground.platform, workload: workload).differences()
        } catch {
            return ["what is stored could not be compared: \(error)"]
        }
    }

    private func mark(
        _ ground: Ground, _ flow: FlowGround, _ workload: Workload, _ orders: Range<Int>
    ) async throws -> Mark {
        let statements = Statements(platform: ground.platform)
        // What was written before is cleaned up, or counted, before the sample and not within it.
        for statement: SQL in ["VACUUM ANALYZE", "CHECKPOINT"] {
            var pipeline = Pipeline()
            pipeline.run(statement)
            try await ground.platform.database.send(pipeline, deadline: .now + .seconds(1800))
        }
        let rows = try await ground.rowsRead()
        try await statements.begin()
        let log = try await ground.log()
        try await flow.tell(workload.orders[orders], from: orders.lowerBound)
        try await settle(ground, orders.upperBound)
        let (written, done) = (try await ground.log() - log, try await statements.all())
        return Mark(
            orders: orders.upperBound, sample: orders.count, rows: try await ground.rowsRead() - rows, log: written,
            statements: done, memory: await ground.memory(),
            waiting: try await ground.platform.count("inventory.orders WHERE state = 'waiting'"))
    }

    /// Waits until so many orders are counted and nothing is on its way.
    private func settle(_ ground: Ground, _ orders: Int) async throws {
        let progress = FlowProgress(platform: ground.platform, orders: orders)
        try await ground.wait(within: Self.patience, "\(orders) orders are counted") { try await progress.isCounted }
        try await Rest(platform: ground.platform).come(within: Self.patience)
    }

    private func idle(_ ground: Ground) async throws -> Idle {
        // Each shop is polled once in it.
        let pause = 60.0
        let before = await ground.spending()
        try await Task.sleep(for: .seconds(pause))
        let spent = await ground.spending() - before
        var startUp: [String: Double] = [:]
        for service in Post.services {
            startUp[service] = try await ground.startUp(Post(service: service, number: 1))
        }
        try await ground.platform.awaitReady()
        try await Rest(platform: ground.platform).come()
        return Idle(startUp: startUp, share: spent.sum(Post.services) / pause)
    }
}
