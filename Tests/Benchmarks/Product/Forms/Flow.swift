import BenchKit
import Foundation
import PlatformKit
import TestKit

/// Orders that are told on the broker in the platform's own words, until every one of them is counted: Ingestion,
/// Inventory, Fulfillment with its automation paused, Analytics, Credit and Gateway are up.
///
/// The workload is that of W1: the same ten tenants, their thousand SKUs, the share of a viral one, and the deliveries
/// that come twice.
struct Flow: Sendable {
    let settings: ProductSettings
    let tell: @Sendable (String) -> Void
    private static let patience = Duration.seconds(600)

    /// What a round took.
    struct Round: Sendable {
        let floor: FloorResult
        let orders: Int
        /// Until the rollup had every order.
        let rollup: Double
        /// Until everything that follows from the orders was decided, too.
        let everything: Double
        let spending: Spending
        let log: Int
        let memory: [String: Double]
        let statements: [Statements.Statement]
        let differences: [String]

        func micros(_ names: [String]) -> Double { spending.sum(names) / Double(orders) * 1_000_000 }
    }

    func run() async throws -> Findings {
        let orders = settings.size ?? (settings.isFull ? 20_000 : 8000)
        let workload = Workload(orders: orders, seed: settings.seed, skew: settings.skew)
        return try await Rounds(
            number: settings.rounds, tell: tell, lines: FlowLines.all,
            notes: { Statements.notes($0.statements, orders: $0.orders) },
            differences: { $0.floor.differences.map { "floor: \($0)" } + $0.differences }
        ).findings { name in
            tell("\(name): the floor")
            let floor = try await Floor.run(settings)
            tell("\(name): \(orders) orders")
            return try await Ground.run(settings) { try await round($0, workload, floor) }
        }
    }

    private func round(_ ground: Ground, _ workload: Workload, _ floor: FloorResult) async throws -> Round {
        try await FlowGround.open(ground, workload, tell: tell) { flow in
            try await measure(ground, workload, floor) { try await flow.tellDeliveries(of: workload) }
        }
    }

    private func measure(
        _ ground: Ground, _ workload: Workload, _ floor: FloorResult, publish: () async throws -> Void
    ) async throws -> Round {
        let platform = ground.platform
        let ingestion = Post(service: "ingestion", number: 1)
        // It stands still while its queue fills, so that publishing is not part of what is measured.
        await platform.crew.signal(ingestion, SIGSTOP)
        let published = await outcome(publish)
        let statements = Statements(platform: platform)
        try await statements.begin()
        let (before, log) = (await ground.spending(), try await ground.log())
        let start = ContinuousClock.now
        await platform.crew.signal(ingestion, SIGCONT)
        try published.get()
        let progress = FlowProgress(platform: platform, orders: workload.orders.count)
        try await ground.wait(within: Self.patience, looking: .milliseconds(10), "all orders are counted") {
            try await progress.isCounted
        }
        let rollup = (ContinuousClock.now - start) / .seconds(1)
        // Counting rows costs the database something, too.
        try await ground.wait(within: Self.patience, looking: .milliseconds(250), "all orders are decided") {
            try await progress.isDecided
        }
        let everything = (ContinuousClock.now - start) / .seconds(1)
        let spending = await ground.spending() - before
        let written = try await ground.log() - log
        let (memory, done) = (await ground.memory(), try await statements.all())
        try await Rest(platform: platform).come()
        return Round(
            floor: floor, orders: workload.orders.count, rollup: rollup, everything: everything, spending: spending,
            log: written, memory: memory, statements: done,
            differences: try await FlowTruth(platform: platform, workload: workload).differences())
    }
}

/// How far the orders have come, by what services have committed.
struct FlowProgress: Sendable {
    let platform: Platform
    let orders: Int

    /// Whether the rollup has every order.
    var isCounted: Bool {
        get async throws {
            // By the tenants, so that looking reads a few rows of an index and not all there is.
            try await platform.number(
                """
                SELECT sum(paid_orders) FROM analytics.rollups
                WHERE grain = 'day' AND tenant_id IN (SELECT tenant_id FROM analytics.settings)
                """) >= orders
        }
    }

    /// Whether Inventory has decided every order and Fulfillment knows how.
    var isDecided: Bool {
        get async throws {
            try await platform.number(
                """
                SELECT (SELECT count(*) = \(orders) FROM inventory.orders WHERE state IN ('reserved', 'waiting'))::int
                    * (SELECT count(*) = \(orders) FROM fulfillment.shipments WHERE waits_for IS NOT NULL)::int
                    * ((SELECT count(*) FROM fulfillment.shipments WHERE waits_for = 'stock')
                        = (SELECT count(*) FROM inventory.orders WHERE state = 'waiting'))::int
                """) == 1
        }
    }
}
