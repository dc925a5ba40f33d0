import Foundation
import PlatformKit
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
        let faults = try Fault.chosen(settings)
        return try await Site.run(settings) { site in
            let shops = try await Shops.open(on: site)
            let meddler = try Meddler(settings)
            let campaign = Campaign(site: site, shops: shops, meddler: meddler, tell: tell)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await meddler.run() }
                defer { group.cancelAll() }
                return try await campaign.strike(faults)
            }
        }
    }

    private func strike(_ faults: [Fault]) async throws -> [Line] {
        var lines: [Line] = []
        tell(Line.head)
        for fault in faults {
            var dice = SeededGenerator(seed: fault.seed(site.settings.seed))
            let line = try await strike(fault, &dice)
            tell(line.row)
            for remark in line.remarks { tell("    \(fault.name): \(remark)") }
            for sentence in (line.errors + line.finding.broken + line.finding.restless).prefix(12) {
                tell("    \(fault.name): \(sentence)")
            }
            lines.append(line)
        }
        return lines
    }

    private func strike(_ fault: Fault, _ dice: inout SeededGenerator) async throws -> Line {
        var line = Line(fault: fault.name)
        let begin = ContinuousClock.now
        try await man(fault.instances)
        let bought = fault.isDrain ? try await Books.read(shops).parcels : []
        if fault.isArmed { await site.arm(Fault.points, passes: site.settings.rarePasses, dice: &dice) }
        meddler.spare(fault.deletesQueues)
        meddler.hurry(false)
        let known = try await count(fault.evidence)
        try await site.sandbox.post("/clock", ["scale": 3600])
        try await shops.sell(perSecond: site.settings.rate)
        await strikeAll(fault, &dice, &line)
        if fault.isArmed { await site.disarm() }
        try await shops.close()
        // A rule whose beginning was not answered is nobody's to remove; it must not strike the next class.
        try await site.sandbox.delete("/faults")
        let calm = ContinuousClock.now + fault.lands
        line.struck = .now - begin
        await relieve(&line)
        try await rest(notBefore: calm, &line)
        // Also of those that ended while everything came to rest.
        line.errors += await site.crew.takeSurprises()
        if fault.isDrain {
            line.finding.boughtTwice += try await Truth(site: site, shops: shops, meddler: meddler)
                .boughtAgain(since: bought)
        }
        line.took = .now - begin
        line.judge(fault, evidence: try await count(fault.evidence) - known)
        return line
    }

    private func strikeAll(_ fault: Fault, _ dice: inout SeededGenerator, _ line: inout Line) async {
        var number = 0
        while fault.goesOn(after: number, found: line.struckWork) {
            do {
                if number == fault.rounds / 2 {
                    if let instances = fault.instancesLater { try await man(instances) }
                    await crowd(&line)
                }
                try await strikeOnce(fault, number, &dice, &line)
            } catch {
                line.errors.append("round \(number): \(error)")
            }
            number += 1
        }
    }

    private func count(_ evidence: Fault.Evidence?) async throws -> Int {
        guard let evidence else { return 0 }
        return try await site.count(evidence.rows)
    }

    /// Many buyers at once, and for some wares too many.
    private func crowd(_ line: inout Line) async {
        do {
            try await shops.spike(5)
            try await Scarcity(shops: shops).begin()
        } catch {
            line.errors.append("the crowd: \(error)")
        }
    }

    /// There is enough for everybody again.
    private func relieve(_ line: inout Line) async {
        do {
            line.waited = try await Scarcity(shops: shops).end()
        } catch {
            line.errors.append("who waits for stock: \(error)")
        }
    }

    private func strikeOnce(_ fault: Fault, _ number: Int, _ dice: inout SeededGenerator, _ line: inout Line)
        async throws
    {
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...500, using: &dice)))
        guard let seen = try await fault.strike(site, number, &dice) else { return }
        line.note(seen)
        let end = seen.wholeAt ?? .now
        if fault.isMeasured(number) {
            let order = try await shops.probe(number)
            try await eventually(within: Self.stuck, "order \(order) went all the way") {
                try await site.hasFlown(order)
            }
            // Looks that hang count in full here.
            let waited = ContinuousClock.now - end
            if waited > Self.stuck {
                throw Broken(text: "order \(order) went all the way after \(Line.seconds(waited)) only")
            }
            line.waits.append(waited)
            if ContinuousClock.now - end > Self.goal {
                tell("    \(fault.name), round \(number): flow took \(Line.seconds(.now - end))")
            }
        } else {
            try await site.awaitReady()
        }
        try await fault.aside?(shops, number)
    }

    /// Brings every service to so many instances.
    private func man(_ instances: Int) async throws {
        let posts = await site.crew.posts
        await withTaskGroup { group in
            for post in posts where post.number > instances { group.addTask { await site.crew.dismiss(post) } }
        }
        for number in 1...instances {
            for service in Post.services where !posts.contains(Post(service: service, number: number)) {
                try await site.crew.launch(Post(service: service, number: number))
            }
        }
        try await site.awaitReady()
    }

    /// All but stops the world, lets the platform catch up with it, and compares. Slower, and documents that the
    /// channel draws in half a minute would have to be waited for.
    private func rest(notBefore calm: ContinuousClock.Instant, _ line: inout Line) async throws {
        try await site.sandbox.post("/clock", ["scale": 10])
        let truth = Truth(site: site, shops: shops, meddler: meddler)
        meddler.hurry(true)
        line.finding = try await truth.settled(within: site.settings.patience, notBefore: calm)
    }
}
