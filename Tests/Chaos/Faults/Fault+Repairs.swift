import Foundation
import PlatformKit
import TestKit

/// Readiness that does not lie, and repairs that need no restart.
extension Fault {
    static func repairs(_ settings: ChaosSettings) -> [Fault] {
        [
            Fault(name: "queue-deleted", rounds: settings.strikes, least: settings.strikes) { site, number, _ in
                let queue = ["inventory.orders", "fulfillment.orders", "analytics.facts"][number % 3]
                let process = await site.crew.processID(Post(service: "\(queue.prefix { $0 != "." })", number: 1))
                // With all that lies in it.
                var seen = try await site.strikeFrozen { try await site.management.delete(queue: queue) }
                seen.wholeAt = .now
                try await eventually(within: .seconds(60), "\(queue) is consumed again") {
                    try await site.management.queues().contains { $0.name == queue && $0.consumers > 0 }
                }
                let now = await site.crew.processID(Post(service: "\(queue.prefix { $0 != "." })", number: 1))
                guard process == now else { throw Broken(text: "\(queue) needed a restart") }
                // As docs/runbooks/deleted-queue.md says.
                try await site.platform.operate(["resend", "queue", queue, "--since", "15m", "--timeout", "30"])
                return seen
            },
            readiness,
        ]
    }

    /// What is taken from under the services, and who must notice.
    private struct Loss: Sendable {
        let services: [String]
        let begin: @Sendable (Servers) async throws -> Void
        let end: @Sendable (Servers) async throws -> Void
    }

    private static let losses = [
        // Only who publishes is told of an alarm. These hear from outside; what the others hear comes by the broker,
        // and they fall silent.
        Loss(services: ["ingestion", "gateway"]) { servers in
            try await servers.alarm(true)
        } end: { servers in
            try await servers.alarm(false)
        },
        Loss(services: Post.schemas) { servers in
            try await servers.crashDatabase()
        } end: { servers in
            try await servers.startDatabase()
        },
        Loss(services: Post.services) { servers in
            try await servers.stopBroker()
        } end: { servers in
            try await servers.startBroker()
        },
    ]

    /// Who has lost something must say that it is not ready, then, in the same process, that it is: while the broker is
    /// blocked, while the database is gone, while the broker is gone.
    private static let readiness = Fault(name: "readiness", rounds: losses.count, least: 0, needsServers: true) {
        site, number, _ in
        guard let servers = site.servers else { return nil }
        let loss = losses[number % losses.count]
        let posts = await site.crew.posts.filter { loss.services.contains($0.service) }
        var processes: [Post: Int32] = [:]
        for post in posts { processes[post] = await site.crew.processID(post) }
        var seen = await site.inFlight()
        let result = await outcome {
            try await loss.begin(servers)
            for post in posts {
                try await eventually(within: .seconds(40), "\(post) says that it is not ready") {
                    await !site.isReady(post)
                }
            }
        }
        try await loss.end(servers)
        seen.wholeAt = .now
        try result.get()
        for post in posts {
            try await eventually(within: .seconds(60), "\(post) is ready again") { await site.isReady(post) }
            let now = await site.crew.processID(post)
            guard processes[post] == now else { throw Broken(text: "\(post) needed a restart") }
        }
        return seen
    }
}
