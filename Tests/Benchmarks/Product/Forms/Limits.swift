import BenchKit
import Foundation
import PlatformKit
import TestKit

/// Labels that are bought as fast as the carriers' partner allows: how near to its limit, and whether those come first
/// that must be shipped first.
struct Limits: Sendable {
    let settings: ProductSettings
    let tell: @Sendable (String) -> Void
    private static let patience = Duration.seconds(1800)

    /// Calls a second that create something, as the partner publishes it: 500 a minute for a live token.
    static let limit = 500.0 / 60
    /// Such calls that a label takes.
    static let callsOfALabel = 3.0

    /// What a round took.
    struct Round: Sendable {
        let labels: [Bought]
        /// Creating calls that were let through.
        let calls: Int
        /// Those that were refused for coming too fast.
        let refused: Int
        /// From the first order until the last label.
        let seconds: Double
        let differences: [String]
    }

    func run() async throws -> Findings {
        try await Rounds(
            number: settings.rounds, tell: tell, lines: LimitLines.all, notes: { _ in [] }, differences: \.differences
        ).findings { name in
            tell(name)
            return try await Ground.run(settings, own: Self.own) { try await round($0) }
        }
    }

    /// Of a live account: a test token bears a tenth of its calls.
    private static let token = "shippo_live_bench"
    private static let own = [
        "sandbox": [
            "SANDBOX_SHIPPO_LIMIT_FACTOR": "1", "SANDBOX_SHIPPO_FAILURE_RATE": "0", "SANDBOX_SHIPPO_TOKENS": token,
        ],
        "fulfillment": ["SHIPPO_TOKEN": token],
    ]
    private static let shops = 10
    /// What the partner bears is learnt by calling it.
    private static let warmth = 10

    private func round(_ ground: Ground) async throws -> Round {
        let platform = ground.platform
        let bazaar = try await Bazaar.open(on: platform, brands: 5, shopsOfEach: Self.shops / 5) { shop in
            [Bazaar.Ware(code: "B\(shop)", price: 900, stock: 50_000)]
        }
        tell("the shops are open")
        try await sell(Self.warmth, in: bazaar, on: platform)
        try await labelled(Self.warmth * Self.shops, on: ground)
        try await Rest(platform: platform).come()
        // Three parts, those first that have the most time.
        let each = max(1, (settings.size ?? (settings.isFull ? 1500 : 240)) / (3 * Self.shops))
        let part = Double(each * Self.shops) * Self.callsOfALabel / Self.limit
        tell("the platform is at rest: \(3 * each * Self.shops) orders")
        let (before, begin) = (try await Calls.soFar(platform), Date())
        for time in [nil, 2.5 * part, 1.25 * part] {
            // The channel wants its orders shipped within three days of its own clock.
            try await platform.sandbox.post("/clock", ["scale": .number(time.map { 3 * 86_400 / $0 } ?? 1)])
            try await sell(each, in: bazaar, on: platform)
        }
        try await platform.sandbox.post("/clock", ["scale": 1])
        try await labelled((Self.warmth + 3 * each) * Self.shops, on: ground)
        let calls = try await Calls.soFar(platform) - before
        return try await counted(platform, calls, 3 * each * Self.shops, since: begin)
    }

    private func counted(
        _ platform: Platform, _ calls: Calls, _ expected: Int, since begin: Date
    ) async throws -> Round {
        // Following a parcel has a limit of its own.
        let creating = calls.counts.filter {
            $0.key.partner == "shippo" && $0.key.endpoint.hasSuffix(".create") && $0.key.endpoint != "track.create"
        }
        let labels = try await bought(on: platform, since: begin)
        try await Rest(platform: platform).come()
        var found = try await Rest(platform: platform).failures()
        if labels.count != expected { found.append("\(labels.count) of \(expected) labels say when they were bought") }
        let books = try await platform.sandbox.read("/labels?limit=1")["total"].int ?? 0
        let ours = try await platform.count("fulfillment.shipments WHERE transaction_id IS NOT NULL")
        if books != ours { found.append("\(books) labels were bought, \(ours) are known") }
        return Round(
            labels: labels, calls: creating.filter { $0.key.isGood }.values.reduce(0, +),
            refused: creating.filter { $0.key.code == 429 }.values.reduce(0, +),
            seconds: labels.map(\.at).max() ?? 0,
            differences: try await found + Check(platform: platform).run(["orderStock", "ledger", "labels"]))
    }

    /// So many orders in every shop, paid at once, for which the seller buys the labels.
    private func sell(_ orders: Int, in bazaar: Bazaar, on platform: Platform) async throws {
        for shop in bazaar.shops {
            try await platform.sandbox.post(
                "/shops/\(shop.id)/orders",
                [
                    "lines": [["sku": .string(shop.listings.keys.first ?? ""), "units": 1]],
                    "count": .integer(orders), "shipping": "SELLER", "plan": ["pays_after_seconds": 0],
                ])
        }
    }

    private func labelled(_ count: Int, on ground: Ground) async throws {
        try await ground.wait(within: Self.patience, "\(count) labels are bought") {
            try await ground.platform.count("fulfillment.shipments WHERE transaction_id IS NOT NULL") == count
        }
    }

    private func bought(on platform: Platform, since begin: Date) async throws -> [Bought] {
        let begin = begin.timeIntervalSince1970
        func seconds(_ path: String) -> String { "extract(epoch FROM (body #>> '{\(path)}')::timestamptz) - \(begin)" }
        return try await platform.texts(
            """
            SELECT ready::text, due::text, bought::text FROM fulfillment.shipments, LATERAL (SELECT
                \(seconds("readyAt")) AS ready, \(seconds("order,shipBy")) AS due, \(seconds("label,boughtAt")) AS bought
            ) AS times WHERE ready > 0
            """, columns: 3
        ).compactMap { row in
            guard let ready = Double(row[0]), let due = Double(row[1]), let at = Double(row[2]) else { return nil }
            return Bought(ready: ready, due: due, at: at)
        }
    }
}

/// One label, in seconds since the clock was started.
struct Bought: Sendable, Equatable {
    /// When nothing but the label was missing.
    let ready: Double
    /// When the parcel must be on its way.
    let due: Double
    /// When it was bought.
    let at: Double

    /// For each label, how many were bought before it that were due later, though it had been ready for a while then.
    ///
    /// - Parameter grace: Seconds: what is under way at such a moment is not taken back.
    static func overtaken(_ labels: [Bought], grace: Double = 3) -> [Int] {
        labels.map { one in labels.count { $0.due > one.due && $0.at < one.at && $0.at > one.ready + grace } }
    }

    /// How many were bought too late.
    static func late(_ labels: [Bought]) -> Int { labels.count { $0.at > $0.due } }

    /// How many would be bought too late by somebody who always buys what is due first of all that is ready, a label
    /// whenever the partner allows one.
    static func lateAtBest(_ labels: [Bought], perSecond: Double) -> Int {
        var open = labels.sorted { $0.ready > $1.ready }
        var ready: [Bought] = []
        var (now, late) = (0.0, 0)
        while !open.isEmpty || !ready.isEmpty {
            if ready.isEmpty, let next = open.last { now = max(now, next.ready) }
            while let next = open.last, next.ready <= now { ready.append(open.removeLast()) }
            guard let index = ready.indices.min(by: { ready[$0].due < ready[$1].due }) else { break }
            now += 1 / perSecond
            if now > ready.remove(at: index).due { late += 1 }
        }
        return late
    }
}

/// The report of the limits.
enum LimitLines {
    static func all(of rounds: [Limits.Round]) -> [Line] {
        [
            Line.of(
                rounds, "creating calls a second, ÷ the partner's limit", "", .more, { Double($0.calls) / $0.seconds },
                beside: { _ in Limits.limit }),
            Line.of(rounds, "labels a minute", "", .more, { 60 * Double($0.labels.count) / $0.seconds }),
            Line.of(rounds, "creating calls for a label", "", .less, { Double($0.calls) / Double($0.labels.count) }),
            Line.of(rounds, "calls refused for coming too fast", "", nil, { Double($0.refused) }),
            Line.of(
                rounds, "most labels that overtook one that was due sooner", "", .less,
                { Double(Bought.overtaken($0.labels).max() ?? 0) }),
            Line.of(rounds, "labels bought too late", "", .less, { Double(Bought.late($0.labels)) }),
            Line.of(
                rounds, "labels too late at best", "", nil,
                { Double(Bought.lateAtBest($0.labels, perSecond: Limits.limit / Limits.callsOfALabel)) }),
        ]
    }
}
