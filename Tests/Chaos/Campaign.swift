import Foundation
import TestKit

/// Strikes with one class of fault after the other under load, lets the platform come to rest after each, and compares.
struct Campaign: Sendable {
    let site: Site
    let shops: Shops
    let meddler: Meddler
    /// Told of every step, for whoever watches.
    let tell: @Sendable (String) -> Void
    /// Within which work should flow again, and after which flow counts as stuck.
    private static let goal = Duration.seconds(30)
    private static let stuck = Duration.seconds(120)

    /// Runs everything; answers the table and whether every promise held.
    static func run(_ settings: ChaosSettings, tell: @escaping @Sendable (String) -> Void) async throws -> [Line] {
        let known = Set(Fault.all(settings).map(\.name))
        if let unknown = settings.faults.first(where: { !known.contains($0) }) {
            throw WrongSetting(text: "FAULTS names \(unknown), which is none of \(known.sorted()).")
        }
        return try await Site.run(settings) { site in
            let shops = try await Shops.open(on: site)
            let meddler = try Meddler(settings)
            let campaign = Campaign(site: site, shops: shops, meddler: meddler, tell: tell)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await meddler.run() }
                defer { group.cancelAll() }
                return try await campaign.strikeAll()
            }
        }
    }

    private func strikeAll() async throws -> [Line] {
        var lines: [Line] = []
        let settings = site.settings
        tell(Line.head)
        for (place, fault) in Fault.all(settings).enumerated() {
            guard settings.faults.isEmpty || settings.faults.contains(fault.name) else { continue }
            guard !fault.needsServers || site.servers != nil else { continue }
            // The same seed strikes alike, whichever faults were chosen.
            var dice = SeededGenerator(seed: settings.seed &* 1_000_003 &+ UInt64(place))
            let line = try await strike(fault, &dice)
            tell(line.row)
            for sentence in (line.errors + line.finding.broken + line.finding.restless + line.finding.shown).prefix(12)
            {
                tell("    \(fault.name): \(sentence)")
            }
            lines.append(line)
        }
        return lines
    }

    private func strike(_ fault: Fault, _ dice: inout SeededGenerator) async throws -> Line {
        var line = Line(fault: fault.name)
        try await man(fault.instances)
        try await site.sandbox.post("/clock", ["scale": 3600])
        try await shops.sell(perSecond: site.settings.rate)
        for number in 0..<fault.strikes {
            if number == fault.strikes / 2 { try await shops.spike(40, shop: number + 1) }
            do {
                try await strikeOnce(fault, number, &dice, &line)
            } catch {
                line.errors.append("strike \(number): \(error)")
            }
        }
        try await shops.close()
        // A rule whose beginning was not answered is nobody's to remove; it must not strike the next class.
        try await site.sandbox.delete("/faults")
        line.errors += await site.crew.takeSurprises()
        try await rest(&line)
        if line.struckWork < fault.least {
            line.errors.append("\(line.struckWork) strikes found work in flight, not \(fault.least)")
        }
        return line
    }

    private func strikeOnce(_ fault: Fault, _ number: Int, _ dice: inout SeededGenerator, _ line: inout Line)
        async throws
    {
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...1000, using: &dice)))
        guard let seen = try await fault.strike(site, number, &dice) else { return }
        line.strikes += seen.strikes
        line.struckWork += seen.isAny ? seen.strikes : 0
        line.inFlight = line.inFlight + seen
        let end = ContinuousClock.now
        let order = try await shops.probe(number)
        try await eventually(within: Self.stuck, "order \(order) went all the way") {
            try await site.hasFlown(order)
        }
        line.waits.append(.now - end)
        if ContinuousClock.now - end > Self.goal {
            tell("    \(fault.name), strike \(number): flow took \(ContinuousClock.now - end)")
        }
    }

    /// Brings every service to so many instances.
    private func man(_ instances: Int) async throws {
        let posts = await site.crew.posts
        for post in posts where post.number > instances { await site.crew.dismiss(post) }
        for number in 1...instances {
            for service in Post.services where !posts.contains(Post(service: service, number: number)) {
                try await site.crew.launch(Post(service: service, number: number))
            }
        }
        try await site.awaitReady()
    }

    /// All but stops the world, lets the platform catch up with it, and compares. Slower, and documents that the
    /// channel draws in half a minute would have to be waited for.
    private func rest(_ line: inout Line) async throws {
        try await site.sandbox.post("/clock", ["scale": 10])
        let truth = Truth(site: site, shops: shops, meddler: meddler)
        line.finding = try await truth.settled(within: site.settings.patience)
    }
}
