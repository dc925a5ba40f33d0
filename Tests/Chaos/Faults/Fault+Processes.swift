import Foundation
import PlatformKit
import TestKit

/// Processes that die, stand still or are replaced.
extension Fault {
    /// One instance of every service runs.
    static func alone(_ settings: ChaosSettings) -> [Fault] {
        [
            killed("kill-9", settings, instances: 1),
            // Half of all services at a time, then the other half: each is a strike of its own.
            stillness("standstill", settings, rounds: 2) { number in
                Post.services.indices.filter { $0 % 2 == number % 2 }
                    .map { Post(service: Post.services[$0], number: 1) }
            },
            Fault(
                name: "restart", rounds: settings.restarts, least: min(settings.strikes, settings.restarts)
            ) { site, number, _ in
                let post = Post(service: Post.services[number % Post.services.count], number: 1)
                // Fifty in a row: who has nothing to do is not waited for as long as elsewhere.
                let seen = try await site.freeze([post], within: .seconds(3))
                await site.crew.signal(post, SIGCONT)
                guard try await site.crew.restart(post) else {
                    throw Broken(text: "\(post) did not end in peace when it was told to")
                }
                return seen
            },
        ]
    }

    /// Several instances of every service run.
    static func ofSeveral(_ settings: ChaosSettings) -> [Fault] {
        [
            killed("kill-9-of-three", settings, instances: 3),
            killed("kill-9-of-two", settings, instances: 2),
            // One instance of every service at the same time: the others take over what the frozen hold, and when
            // these wake it is theirs no more.
            stillness("standstill-of-two", settings, rounds: 1, instances: 2) { _ in
                Post.services.map { Post(service: $0, number: 2) }
            },
        ]
    }

    /// Every service in turn, as many at a time as there are instances, each time another instance.
    private static func killed(_ name: String, _ settings: ChaosSettings, instances: Int) -> Fault {
        let rounds = (settings.strikes + instances - 1) / instances
        return Fault(name: name, rounds: rounds, least: settings.strikes, needs: .processes, instances: instances) {
            site, number, dice in
            let posts = turn(number, of: instances).map { service in
                Post(service: service, number: instances == 1 ? 1 : Int.random(in: 1...instances, using: &dice))
            }
            let seen = try await site.freeze(posts, each: true)
            for post in posts { await site.crew.signal(post, SIGKILL) }
            return seen
        }
    }

    /// The services whose turn it is in a round, so many at a time.
    static func turn(_ number: Int, of count: Int) -> [String] {
        (0..<count).map { Post.services[(number * count + $0) % Post.services.count] }
    }

    private static func stillness(
        _ name: String, _ settings: ChaosSettings, rounds: Int, instances: Int = 1,
        _ posts: @escaping @Sendable (_ number: Int) -> [Post]
    ) -> Fault {
        Fault(
            name: name, rounds: rounds, least: min(5, settings.strikes), needs: .processes, instances: instances
        ) { site, number, _ in
            let posts = posts(number)
            let seen = try await site.freeze(posts, each: true)
            let result = await outcome { try await Task.sleep(for: settings.stillness) }
            for post in posts { await site.crew.signal(post, SIGCONT) }
            try result.get()
            return seen
        }
    }
}

/// A promise that did not hold, in one sentence.
struct Broken: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
