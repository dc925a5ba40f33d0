import Foundation
import TestKit

/// Readiness that does not lie, and repairs that need no restart.
extension Fault {
    static func repairs(_ settings: ChaosSettings) -> [Fault] {
        [
            Fault(name: "queue-deleted", strikes: 3, least: 0) { site, number, _ in
                let queue = ["inventory.orders", "fulfillment.orders", "analytics.facts"][number % 3]
                let seen = await site.inFlight()
                let process = await site.crew.processID(Post(service: "\(queue.prefix { $0 != "." })", number: 1))
                // With all that lies in it.
                try await site.management.delete(queue: queue)
                try await eventually(within: .seconds(60), "\(queue) is consumed again") {
                    try await site.management.queues().contains { $0.name == queue && $0.consumers > 0 }
                }
                let now = await site.crew.processID(Post(service: "\(queue.prefix { $0 != "." })", number: 1))
                guard process == now else { throw Broken(text: "\(queue) needed a restart") }
                // As docs/runbooks/deleted-queue.md says.
                try await site.operate(["resend", "queue", queue, "--since", "15m", "--timeout", "30"])
                return seen
            },
            // Only who publishes is told of an alarm, and these do so all the time.
            told("readiness-broker-blocked", settings, of: ["ingestion", "inventory", "fulfillment", "gateway"]) {
                servers in
                try await servers.alarm(true)
            } repair: { servers in
                try await servers.alarm(false)
            },
            told("readiness-database-lost", settings, of: Post.schemas) { servers in
                try await servers.crashDatabase()
            } repair: { servers in
                try await servers.startDatabase()
            },
            told("readiness-broker-lost", settings, of: Post.services) { servers in
                try await servers.stopBroker()
            } repair: { servers in
                try await servers.startBroker()
            },
        ]
    }

    /// Each of these services must say that it is not ready, then, in the same process, that it is.
    private static func told(
        _ name: String, _ settings: ChaosSettings, of services: [String],
        _ breakIt: @escaping @Sendable (Servers) async throws -> Void,
        repair: @escaping @Sendable (Servers) async throws -> Void
    ) -> Fault {
        Fault(name: name, strikes: 1, least: 0, needsServers: true) { site, _, _ in
            guard let servers = site.servers else { return nil }
            let posts = await site.crew.posts.filter { services.contains($0.service) }
            var processes: [Post: Int32] = [:]
            for post in posts { processes[post] = await site.crew.processID(post) }
            let seen = await site.inFlight()
            try await breakIt(servers)
            do {
                for post in posts {
                    try await eventually(within: .seconds(40), "\(post) says that it is not ready") {
                        await !site.isReady(post)
                    }
                }
            } catch {
                try await repair(servers)
                throw error
            }
            try await repair(servers)
            for post in posts {
                try await eventually(within: .seconds(60), "\(post) is ready again") { await site.isReady(post) }
                let now = await site.crew.processID(post)
                guard processes[post] == now else { throw Broken(text: "\(post) needed a restart") }
            }
            return seen
        }
    }
}

extension Site {
    /// Runs a command of the operator's.
    func operate(_ arguments: [String]) async throws {
        let command = try Program(
            try BuiltProgram.find("shopos", from: settings.programs), arguments,
            settings: ["AMQP_URL": operators, "SHOPOS_ACTOR": "chaos", "HOME": "/"],
            log: settings.folder.appending(path: "shopos.log"))
        try await command.ended(within: .seconds(180))
    }
}
