import BenchKit
import Foundation

/// Rounds of everything in turn, so that a slow minute of the machine meets floor and stages alike.
struct Benchmark: Sendable {
    let settings: BenchmarkSettings
    /// Told of every step, for whoever watches.
    let tell: @Sendable (String) -> Void

    /// Runs, prints and keeps; answers what is not as it must be.
    func run() async throws -> [String] {
        let servers = try Servers(in: settings.servers)
        let workload = Workload(orders: settings.orders, seed: settings.seed, skew: settings.skew)
        let stages = StageRun(workload: workload, servers: servers, logs: settings.folder)
        if settings.isFloor {
            try await floorAlone(workload, servers)
            return []
        }
        if settings.isCrash { return try await crash(stages) }
        var rounds: [Round] = []
        for number in 1...settings.rounds {
            tell("round \(number) of \(settings.rounds)")
            rounds.append(try await round(stages))
        }
        let result = BenchmarkResult(
            form: settings.form, orders: settings.orders, seed: settings.seed, skew: settings.skew,
            lines: Line.all(of: rounds))
        tell(result.table)
        try result.write(to: settings.folder.appending(path: "result.json"))
        try compare(result)
        return rounds.flatMap(\.differences)
    }

    private func round(_ stages: StageRun) async throws -> Round {
        let paced = Workload(orders: settings.pacedOrders, seed: settings.seed, skew: settings.skew)
        let (servers, logs) = (stages.servers, settings.folder)
        let floor = FloorRun(workload: stages.workload, servers: servers, pgbench: settings.pgbench, logs: logs)
        let pacedFloor = FloorRun(workload: paced, servers: servers, pgbench: settings.pgbench, logs: logs)
        return Round(
            floor: try await floor.throughput(),
            stages: try await stages.run(.throughput),
            pacedFloor: try await pacedFloor.latencies(perSecond: settings.pace),
            paced: try await StageRun(workload: paced, servers: servers, logs: logs)
                .run(.paced(perSecond: settings.pace)))
    }

    /// For whoever measures something else beside the floor, and tells its differences among their own.
    private func floorAlone(_ workload: Workload, _ servers: Servers) async throws {
        let figures = try await FloorRun(
            workload: workload, servers: servers, pgbench: settings.pgbench, logs: settings.folder
        ).throughput()
        let names = ["broker", "database"] + FloorFigures.clients
        let micros = Dictionary(uniqueKeysWithValues: names.map { ($0, figures.micros([$0])) })
        try FloorResult(perSecond: figures.perSecond, micros: micros, differences: figures.differences)
            .write(to: settings.folder.appending(path: "floor.json"))
    }

    private func crash(_ stages: StageRun) async throws -> [String] {
        var found: [String] = []
        for number in 1...settings.rounds {
            let figures = try await stages.run(.crash)
            let verdict = figures.differences.isEmpty ? "right to the last row" : "WRONG"
            tell("run \(number) of \(settings.rounds), each stage killed once: \(figures.orders) orders, \(verdict)")
            found += figures.differences
        }
        return found
    }

    private func compare(_ result: BenchmarkResult) throws {
        let stored = try StoredResults(at: settings.last)
        if let last = stored.forms[settings.form] {
            let worse = Comparison.worse(result.compared, than: last, lines: result.lines)
            tell(worse.isEmpty ? "nothing is more than 15 % worse than what was stored" : "worse than what was stored:")
            for sentence in worse { tell("  \(sentence)") }
        } else {
            tell("no result of the \(settings.form) form is stored: KEEP=1 stores this one")
        }
        if settings.isKept { try stored.replacing(settings.form, with: result.compared).write(to: settings.last) }
    }
}
