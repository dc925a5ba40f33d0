import BenchKit
import Foundation
import PlatformKit
import TestKit

/// Webhooks that come by HTTP: verified, kept by the broker, answered, and taken by Ingestion, beside an HTTP server
/// that does nothing.
struct Intake: Sendable {
    let settings: ProductSettings
    let tell: @Sendable (String) -> Void

    /// What a round took.
    struct Round: Sendable {
        let empty: Wrk.Result
        let most: Wrk.Result
        let half: Wrk.Result
        /// Of the run at most speed, until Ingestion had it all.
        let spending: Spending
        /// Of the same run.
        let statements: [Statements.Statement]
        let differences: [String]

        func micros(_ names: [String]) -> Double { spending.sum(names) / Double(most.answers) * 1_000_000 }
    }

    func run() async throws -> Findings {
        try await Rounds(
            number: settings.rounds, tell: tell, lines: IntakeLines.all,
            notes: { Statements.notes($0.statements, orders: $0.most.answers, of: "a webhook") },
            differences: \.differences
        ).findings { name in
            tell(name)
            return try await Ground.run(settings) { try await round($0) }
        }
    }

    private var seconds: Int { settings.isFull ? 30 : 10 }
    private static let orders = 200

    private func round(_ ground: Ground) async throws -> Round {
        let platform = ground.platform
        let bazaar = try await Bazaar.open(on: platform, brands: 1, shopsOfEach: 1) { _ in
            [Bazaar.Ware(code: "B", price: 1000, stock: 50_000)]
        }
        let webhooks = SignedWebhooks(
            appKey: "sandbox_operations", secret: platform.plan.platform.appSecret, shop: bazaar.shops[0].id,
            orders: try await sell(in: bazaar.shops[0], on: platform))
        let wrk = Wrk(folder: settings.folder)
        tell("an empty route")
        let empty = try await emptyRoute(wrk)
        tell("webhooks as fast as they are answered")
        let statements = Statements(platform: platform)
        try await statements.begin()
        let before = await ground.spending()
        let most = try await post(webhooks, wrk, ground, from: 0, pause: nil)
        let spending = await ground.spending() - before
        let done = try await statements.all()
        tell("webhooks at half of that speed")
        // At this pace each connection would ring twice as rarely, were it answered at once; so the trial tells what
        // the answer takes of it.
        let pace = 2 * 1000 * Double(wrk.connections) / most.perSecond
        let trial = try await post(webhooks, wrk, ground, from: numbers, pause: Int(pace))
        let pause = max(0, pace - (trial.result.latencies[50] ?? 0))
        let half = try await post(webhooks, wrk, ground, from: 2 * numbers, pause: Int(pause.rounded()))
        let each = try await eachOnce(webhooks, ground, from: 3 * numbers)
        try await Rest(platform: platform).come()
        return Round(
            empty: empty, most: most.result, half: half.result, spending: spending, statements: done,
            differences: most.differences + trial.differences + half.differences + each
                + (try await Rest(platform: platform).failures()))
    }

    /// Posts a number of webhooks to their end, so that nothing is on its way when they are counted: as many are kept.
    private func eachOnce(_ webhooks: SignedWebhooks, _ ground: Ground, from first: Int) async throws -> [String] {
        let (platform, now) = (ground.platform, Int(Date().timeIntervalSince1970))
        let posts = (first..<(first + 2000)).map { number in
            let body = webhooks.body(number, at: now)
            return WebhookPosts.Post(body: body, signature: webhooks.signature(body))
        }
        let known = try await platform.count("ingestion.webhooks")
        let outcome = try await WebhookPosts(url: platform.plan.gateway + "/webhooks/tiktok").post(posts)
        func kept() async throws -> Int { try await platform.count("ingestion.webhooks") - known }
        do {
            try await ground.wait(within: .seconds(60), "each is kept") { try await kept() >= posts.count }
        } catch is Overdue {}
        let kept = try await kept()
        // One that is refused is posted again, and may have been kept all the same.
        return (posts.count...posts.count + outcome.refused).contains(kept)
            ? [] : ["\(kept) webhooks are kept of \(posts.count) that were posted to their end"]
    }

    private func settle(_ ground: Ground) async throws {
        try await ground.wait(within: .seconds(600), "Ingestion has all webhooks") {
            let lane = try await ground.platform.management.queues().first { $0.name == "ingestion.webhooks" }
            return lane.map { $0.ready + $0.unacknowledged == 0 } ?? false
        }
    }

    /// Orders that are there and do not change: their webhooks lead to readings at the channel and no further.
    private func sell(in shop: Bazaar.Shop, on platform: Platform) async throws -> [String] {
        try await platform.operate(["automation", "pause", "--all"])
        let placed = try await platform.sandbox.post(
            "/shops/\(shop.id)/orders",
            [
                "lines": [["sku": "B", "units": 1]], "count": .integer(Self.orders),
                "plan": ["pays_after_seconds": 0],
            ])
        try await eventually(within: .seconds(300), "the orders are known") {
            try await platform.count("ingestion.orders WHERE version > 0") == Self.orders
        }
        try await Rest(platform: platform).come()
        return placed["orders"].list.compactMap { $0["id"].text }
    }

    private func emptyRoute(_ wrk: Wrk) async throws -> Wrk.Result {
        let port = try LoopbackPort.free()
        let server = try Program(
            try BuiltProgram.find("ProductDriver"), ["empty", "\(port)"], settings: [:],
            log: settings.folder.appending(path: "empty.log"))
        defer { kill(server.id, SIGKILL) }
        let url = "http://127.0.0.1:\(port)/"
        try await eventually("the empty route answers") {
            (try? Data(contentsOf: URL(string: url) ?? URL(filePath: "/"))) != nil
        }
        return try await wrk.run(url, seconds: seconds)
    }

    /// So many webhooks are made for a run: more than are answered in it.
    private var numbers: Int { seconds * 15_000 }

    private struct Posted {
        let result: Wrk.Result
        let differences: [String]
        var perSecond: Double { result.perSecond }
    }

    private func post(
        _ webhooks: SignedWebhooks, _ wrk: Wrk, _ ground: Ground, from first: Int, pause: Int?
    ) async throws -> Posted {
        let platform = ground.platform
        let file = settings.folder.appending(path: "webhooks.txt")
        try webhooks.write(first..<(first + numbers), at: Int(Date().timeIntervalSince1970), to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let known = try await platform.count("ingestion.webhooks")
        let result = try await wrk.run(
            platform.plan.gateway + "/webhooks/tiktok", seconds: seconds, script: Self.script,
            arguments: [file.path(), "\(wrk.threads)"] + (pause.map { ["\($0)"] } ?? []))
        try await settle(ground)
        let kept = try await platform.count("ingestion.webhooks") - known
        var found: [String] = []
        if result.bad > 0 { found.append("\(result.bad) webhooks were not taken in") }
        // What was on its way when the time was over is kept and not counted as answered.
        if !(result.answers - result.bad...result.answers + 2 * wrk.connections).contains(kept) {
            found.append("\(kept) webhooks are kept, but \(result.answers) were answered")
        }
        return Posted(result: result, differences: found)
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../Load/webhooks.lua")
}

/// The report of the intake.
enum IntakeLines {
    static func all(of rounds: [Intake.Round]) -> [Line] {
        [
            Line.of(
                rounds, "webhooks a second, ÷ the empty route", "", .more, \.most.perSecond, beside: \.empty.perSecond),
            Line.of(
                rounds, "half of them answered within, ÷ the empty route", "ms", .less, { $0.most.latencies[50] ?? 0 },
                beside: { $0.empty.latencies[50] ?? 0 }),
            Line.of(rounds, "99 % answered within", "ms", .less, { $0.most.latencies[99] ?? 0 }),
            Line.of(rounds, "at half the speed: webhooks a second", "", nil, \.half.perSecond),
            Line.of(rounds, "at half the speed: 99 % answered within", "ms", .less, { $0.half.latencies[99] ?? 0 }),
            Line.of(rounds, "CPU of a webhook, gateway", "µs", .less, { $0.micros(["gateway"]) }),
            Line.of(rounds, "CPU of a webhook, ingestion", "µs", .less, { $0.micros(["ingestion"]) }),
            Line.of(rounds, "CPU of a webhook, broker", "µs", .less, { $0.micros(["broker"]) }),
            Line.of(rounds, "CPU of a webhook, database", "µs", .less, { $0.micros(["database"]) }),
            Line.of(rounds, "empty route: answers a second", "", nil, \.empty.perSecond),
        ]
    }
}
