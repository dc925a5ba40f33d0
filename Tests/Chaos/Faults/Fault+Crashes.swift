import Foundation
import TestKit

/// Named places in the code at which processes die, again and again, until each was hit often enough.
extension Fault {
    static func crashes(_ settings: ChaosSettings) -> [Fault] {
        ["commit-before-ack", "effect-before-record", "publish-before-delete"].map { point in
            Fault(name: point, rounds: 1, least: settings.hits) { site, _, dice in
                let seed = dice.next()
                await site.crew.arm { post, launch in
                    // Every launch has its own deadly pass, the same for the same seed.
                    let place = Post.services.firstIndex(of: post.service) ?? 0
                    var own = SeededGenerator(seed: seed &+ UInt64(100 * launch + place))
                    return "\(point):\(Int.random(in: settings.passes, using: &own))"
                }
                // Who runs now is not armed.
                await killAll(site)
                let limit = ContinuousClock.now + .seconds(120 + 8 * settings.hits)
                while await site.crew.hits[point, default: 0] < settings.hits, ContinuousClock.now < limit {
                    try await Task.sleep(for: .milliseconds(200))
                }
                await site.crew.arm(nil)
                await killAll(site)
                let hits = await site.crew.hits[point, default: 0]
                guard hits >= settings.hits else {
                    throw Broken(text: "\(point) was hit \(hits) times, not \(settings.hits)")
                }
                // At each of them at least one thing was in hand: a message of a batch, an effect, a confirmed message.
                return point == "effect-before-record"
                    ? InFlight(strikes: hits, jobs: hits) : InFlight(strikes: hits, messages: hits)
            }
        }
    }

    private static func killAll(_ site: Site) async {
        for post in await site.crew.posts where post.service != "gateway" { await site.crew.signal(post, SIGKILL) }
    }
}
