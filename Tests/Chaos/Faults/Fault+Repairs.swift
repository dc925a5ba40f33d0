import Foundation
import PlatformKit
import TestKit

/// Readiness that does not lie, and repairs that need no restart.
extension Fault {
    static func repairs(_ settings: ChaosSettings) -> [Fault] {
        [
            queueDeleted(settings),
            readiness,
        ]
    }

    /// With one instance of every service, then with two: these declare the same new queue at once.
    private static func queueDeleted(_ settings: ChaosSettings) -> Fault {
        Fault(
            name: "queue-deleted", rounds: settings.strikes, least: settings.strikes, instancesLater: 2
        ) { site, number, _ in
            let queue = ["inventory.orders", "fulfillment.orders", "analytics.facts"][number % 3]
            let consumers = await site.crew.posts.filter { queue.hasPrefix("\($0.service).") }
            let processes = await site.processes(of: consumers)
            var seen = try await site.delete(queue, of: consumers)
            seen.wholeAt = .now
            try await site.awaitConsumers(consumers.count, of: queue)
            let now = await site.processes(of: consumers)
            guard now == processes else { throw Broken(text: "\(queue) needed a restart") }
            // As docs/runbooks/deleted-queue.md says.
            try await site.platform.operate(["resend", "queue", queue, "--since", "15m", "--timeout", "30"])
            // A queue that two declared at once may be a second log of it on disk, which only a new start opens.
            if number == settings.strikes - 1, let servers = site.servers {
                try await servers.stopBroker()
                try await servers.startBroker()
                seen.wholeAt = .now
                try await site.awaitConsumers(consumers.count, of: queue)
            }
            return seen
        }
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

extension Site {
    /// The processes at these posts, in their order.
    fileprivate func processes(of posts: [Post]) async -> [Int32?] {
        var processes: [Int32?] = []
        for post in posts { processes.append(await crew.processID(post)) }
        return processes
    }

    /// Waits until as many consume a queue as there are instances.
    fileprivate func awaitConsumers(_ count: Int, of queue: String) async throws {
        try await eventually(within: .seconds(60), "\(queue) is consumed again") {
            try await management.queues().contains { $0.name == queue && $0.consumers >= count }
        }
    }
}
