import Foundation

/// Processes that die, stand still or are replaced.
extension Fault {
    static func processes(_ settings: ChaosSettings) -> [Fault] {
        [
            killed("kill-9", settings, instances: 1),
            killed("kill-9-of-two", settings, instances: 2),
            killed("kill-9-of-three", settings, instances: 3),
            Fault(
                name: "standstill", strikes: max(1, min(6, settings.strikes)), least: min(5, settings.strikes)
            ) { site, number, _ in
                let post = Post(service: Post.services[number % Post.services.count], number: 1)
                let seen = try await site.freeze([post])
                try await Task.sleep(for: settings.stillness)
                await site.crew.signal(post, SIGCONT)
                return seen
            },
            Fault(name: "restart", strikes: settings.restarts, least: 0) { site, number, _ in
                let post = Post(service: Post.services[number % Post.services.count], number: 1)
                let seen = await site.inFlight([post.service])
                guard try await site.crew.restart(post) else {
                    throw Broken(text: "\(post) did not end in peace when it was told to")
                }
                return seen
            },
        ]
    }

    /// Every service in turn, each time another instance.
    private static func killed(_ name: String, _ settings: ChaosSettings, instances: Int) -> Fault {
        Fault(name: name, strikes: settings.strikes, least: settings.strikes, instances: instances) {
            site, number, dice in
            let services = Post.services
            let instance = instances == 1 ? 1 : Int.random(in: 1...instances, using: &dice)
            let post = Post(service: services[number % services.count], number: instance)
            let seen = try await site.freeze([post])
            guard await site.crew.signal(post, SIGKILL) else { return nil }
            return seen
        }
    }

    /// Named places in the code at which processes die, again and again, until each was hit often enough.
    static func crashes(_ settings: ChaosSettings) -> [Fault] {
        ["commit-before-ack", "effect-before-record", "publish-before-delete"].map { point in
            Fault(name: point, strikes: 1, least: settings.hits) { site, _, dice in
                let seed = dice.next()
                await site.crew.arm { post, launch in
                    // Every launch has its own deadly pass, the same for the same seed.
                    let place = Post.services.firstIndex(of: post.service) ?? 0
                    var own = Dice(seed: seed &+ UInt64(100 * launch + place))
                    return "\(point):\(Int.random(in: settings.passes, using: &own))"
                }
                // Who runs now is not armed.
                for post in await site.crew.posts where post.service != "gateway" {
                    await site.crew.signal(post, SIGKILL)
                }
                let limit = ContinuousClock.now + .seconds(120 + 8 * settings.hits)
                while await site.crew.hits[point, default: 0] < settings.hits, ContinuousClock.now < limit {
                    try await Task.sleep(for: .milliseconds(200))
                }
                await site.crew.arm(nil)
                for post in await site.crew.posts where post.service != "gateway" {
                    await site.crew.signal(post, SIGKILL)
                }
                let hits = await site.crew.hits[point, default: 0]
                guard hits >= settings.hits else {
                    throw Broken(text: "\(point) was hit \(hits) times, not \(settings.hits)")
                }
                // At each of them something was in hand: a batch, an effect, confirmed messages.
                return InFlight(strikes: hits, messages: hits)
            }
        }
    }
}

/// A promise that did not hold, in one sentence.
struct Broken: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
