import Foundation
import PlatformKit
import TestKit

/// Named places in the code at which processes die, again and again, until each was hit often enough.
extension Fault {
    static let points = ["commit-before-ack", "effect-before-record", "publish-before-delete"]

    /// Who passes a point often enough to die there in any longer run: who hears orders, who calls partners with
    /// effects, who tells of each order. Accounts passes them rarely, the gateway never.
    private static let mortal: [String: Set<String>] = [
        "commit-before-ack": ["inventory", "fulfillment", "analytics", "credit", "ingestion"],
        "effect-before-record": ["fulfillment", "ingestion"],
        "publish-before-delete": ["inventory", "fulfillment", "ingestion"],
    ]

    static func crashes(_ settings: ChaosSettings) -> [Fault] {
        points.map { point in
            Fault(name: point, rounds: 1, least: settings.hits) { site, _, dice in
                // Fewer than ten for each of them leave it to chance who dies.
                let services = mortal[point] ?? []
                let book = try DeathBook(
                    settings.folder, point: point, mortal: settings.hits >= 10 * services.count ? services : [])
                await site.arm([point], passes: settings.passes, dice: &dice)
                // Who runs now is not armed.
                await site.killAll()
                let limit = ContinuousClock.now + .seconds(120 + 8 * settings.hits)
                while await site.crew.hits[point, default: 0] < settings.hits || !book.lacking.isEmpty,
                    ContinuousClock.now < limit
                {
                    try await Task.sleep(for: .milliseconds(200))
                }
                await site.disarm()
                return try crashed(point, await site.crew.hits[point, default: 0], of: settings.hits, book)
            }
        }
    }

    private static func crashed(_ point: String, _ hits: Int, of wanted: Int, _ book: DeathBook) throws -> InFlight {
        guard hits >= wanted else { throw Broken(text: "\(point) was hit \(hits) times, not \(wanted)") }
        let lacking = book.lacking
        guard lacking.isEmpty else {
            throw Broken(text: "\(lacking.joined(separator: ", ")) never died at \(point); \(book.summary)")
        }
        // At each of them at least one thing was in hand: a message of a batch, an effect, a confirmed message.
        return point == "effect-before-record"
            ? InFlight(strikes: hits, jobs: hits, remarks: [book.summary])
            : InFlight(strikes: hits, messages: hits, remarks: [book.summary])
    }
}

extension Site {
    /// From their next launch on services die at one of these points.
    func arm(_ points: [String], passes: ClosedRange<Int>, dice: inout SeededGenerator) async {
        let seed = dice.next()
        await crew.tell { post, launch in
            // Every launch has its own deadly pass, the same for the same seed.
            let place = Post.services.firstIndex(of: post.service) ?? 0
            var own = SeededGenerator(seed: seed &+ UInt64(100 * launch + place))
            let point = points.randomElement(using: &own) ?? ""
            return ["CRASH_POINTS": "\(point):\(Int.random(in: passes, using: &own))"]
        }
    }

    /// Nobody dies at a point any more.
    func disarm() async {
        await crew.tell { _, _ in [:] }
        await killAll()
    }

    /// Kills every service but the gateways, which pass no point.
    func killAll() async {
        for post in await crew.posts where post.service != "gateway" { await crew.signal(post, SIGKILL) }
    }
}
