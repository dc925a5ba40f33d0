import Foundation
import PlatformKit
import TestKit

/// Two builds that run at once, as they do while one takes the other's place.
extension Fault {
    private static let instances = 2

    /// None where the build before this one is not at hand.
    static func rollouts(_ settings: ChaosSettings) -> [Fault] {
        guard settings.previous != nil else { return [] }
        // As the runbook of an upgrade has it: back, all services of both numbers and then the gateways; forward, the
        // gateways first. A gateway must know where a newer service answers.
        let all = (1...instances).flatMap { number in Post.services.map { Post(service: $0, number: number) } }
        let (gateways, services) = (all.filter { $0.service == "gateway" }, all.filter { $0.service != "gateway" })
        let posts = services + gateways + gateways + services
        return [
            // One instance after the other goes back to the build before, in the end all of them, and then forward
            // again: at every step in between each build reads what the other one sends. The tables are this build's
            // all along, as a migration is never undone. The seller agrees again while both builds run and while the
            // one before does all of it: a journey on which the two differ.
            Fault(
                name: "rolling-restart", rounds: posts.count, least: posts.count, instances: instances,
                aside: { shops, number in
                    guard number % (all.count / 2) == all.count / 2 - 1 else { return }
                    try await eventually(within: .seconds(30), "the seller could agree again") {
                        try await shops.connect()
                        return true
                    }
                }
            ) { site, number, _ in
                let post = posts[number % posts.count]
                await site.crew.build(post, isPrevious: number < all.count)
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
