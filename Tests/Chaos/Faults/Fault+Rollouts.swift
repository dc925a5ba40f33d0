import Foundation
import TestKit

/// Two builds that run at once, as they do while one takes the other's place.
extension Fault {
    private static let instances = 2

    /// None where the build before this one is not at hand.
    static func rollouts(_ settings: ChaosSettings) -> [Fault] {
        guard settings.previous != nil else { return [] }
        let posts = (1...instances).flatMap { number in Post.services.map { Post(service: $0, number: number) } }
        return [
            // One instance after the other goes back to the build before, in the end all of them, and then forward
            // again: at every step in between each build reads what the other one sends. The tables are this build's
            // all along, as a migration is never undone.
            Fault(name: "rolling-restart", strikes: 2 * posts.count, least: 2 * posts.count, instances: instances) {
                site, number, _ in
                let post = posts[number % posts.count]
                await site.crew.build(post, isPrevious: number < posts.count)
                let seen = try await site.freeze([post])
                await site.crew.signal(post, SIGCONT)
                guard try await site.crew.restart(post) else {
                    throw Broken(text: "\(post) did not end in peace when it was told to")
                }
                return seen
            }
        ]
    }
}
