import BenchKit
import Foundation
import PlatformKit
import TestKit

/// Reading through the gateway, by many clients of many brands at once, over a long past.
struct Reads: Sendable {
    let settings: ProductSettings
    let tell: @Sendable (String) -> Void

    /// Of all clients, a second.
    static let pace = 300

    /// What was measured.
    struct Measured: Sendable {
        let answers: [Questions.Kind: Wrk.Result]
        let spending: Spending
        let statements: [Statements.Statement]
        var whole: Int { answers.values.reduce(0) { $0 + $1.answers } }

        func micros(_ names: [String]) -> Double { spending.sum(names) / Double(whole) * 1_000_000 }
    }

    func run() async throws -> Findings {
        try await Ground.run(settings, own: ["sandbox": ["SANDBOX_TIME_SCALE": "30"]]) { ground in
            let filling = Filling(
                orders: settings.size ?? (settings.isFull ? 1_000_000 : 100_000), brands: settings.isFull ? 1000 : 100,
                skus: settings.isFull ? 100_000 : 10_000)
            try await makeModels(on: ground.platform)
            tell("\(filling.orders) orders are written")
            try await filling.write(settings, on: ground.platform)
            var differences = try await FirstAnswers(platform: ground.platform, filling: filling).differences()
            tell("\(clients) clients warm up")
            _ = try await ask(ground, seconds: 10)
            tell("\(clients) clients ask \(Self.pace) things a second")
            let measured = try await measure(ground)
            for kind in Questions.Kind.allCases {
                let bad = measured.answers[kind]?.bad ?? 0
                if bad > 0 { differences.append("\(bad) questions of the kind \(kind) were not answered") }
            }
            return Findings(
                lines: ReadLines.all(of: measured),
                notes: Statements.notes(measured.statements, orders: measured.whole, of: "an answer", most: 16),
                differences: differences)
        }
    }

    private var clients: Int { settings.isFull ? 1000 : 200 }
    private var seconds: Int { settings.isFull ? 60 : 20 }

    /// Orders of one shop that have become parcels, after whose model all others are written.
    private func makeModels(on platform: Platform) async throws {
        let each = 5
        let bazaar = try await Bazaar.open(on: platform, brands: 1, shopsOfEach: 1) { _ in
            (1...3).map { Bazaar.Ware(code: "B\($0)", price: 900, stock: 50_000) }
        }
        let shop = bazaar.shops[0]
        for ware in shop.listings.keys.sorted() {
            try await platform.sandbox.post(
                "/shops/\(shop.id)/orders",
                [
                    "lines": [["sku": .string(ware), "units": 1]], "count": .integer(each),
                    "plan": ["pays_after_seconds": 0],
                ])
        }
        let all = shop.listings.count * each
        try await eventually(within: .seconds(600), "the first parcels are shipped") {
            try await platform.count("fulfillment.shipments WHERE state = 'shipped'") == all
        }
        try await Rest(platform: platform).come()
    }

    private func measure(_ ground: Ground) async throws -> Measured {
        let statements = Statements(platform: ground.platform)
        try await statements.begin()
        let before = await ground.spending()
        let answers = try await ask(ground, seconds: seconds)
        return Measured(
            answers: answers, spending: await ground.spending() - before, statements: try await statements.all())
    }

    /// Has every kind asked at once, each by its own share of the clients.
    private func ask(_ ground: Ground, seconds: Int) async throws -> [Questions.Kind: Wrk.Result] {
        let questions = try await Questions.choose(3000, on: ground.platform)
        let connections = clients / Questions.Kind.allCases.count
        let pause = 1000 * clients / Self.pace
        return try await withThrowingTaskGroup(of: (Questions.Kind, Wrk.Result).self) { group in
            for kind in Questions.Kind.allCases {
                let file = settings.folder.appending(path: "\(kind).txt")
                try questions.write(kind, to: file)
                let wrk = Wrk(folder: settings.folder, name: "\(kind)", connections: connections, threads: 1)
                let gateway = ground.platform.plan.gateway
                group.addTask {
                    let result = try await wrk.run(
                        gateway, seconds: seconds, script: Self.script, arguments: [file.path(), "\(pause)"])
                    return (kind, result)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../Load/reads.lua")
}

/// The report of the reading.
enum ReadLines {
    static func all(of measured: Reads.Measured) -> [Line] {
        func line(_ name: String, _ unit: String, _ value: Double?, _ better: Line.Better? = .less) -> Line {
            Line(name: name, unit: unit, values: value.map { [$0] } ?? [], better: better)
        }
        return Questions.Kind.allCases.flatMap { kind in
            let result = measured.answers[kind]
            return [50, 95, 99].map { share in
                line("\(kind): \(share) % answered within", "ms", result?.latencies[share], share == 95 ? .less : nil)
            }
        } + [
            line("answers a second", "", measured.answers.values.reduce(0) { $0 + $1.perSecond }, nil)
        ]
            + (Post.services + FlowLines.servers).map { name in
                line("CPU of an answer, \(name)", "µs", measured.micros([name]))
            } + [line("CPU of an answer, all of these", "µs", measured.micros(FlowLines.everyone))]
    }
}
