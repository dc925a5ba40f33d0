import Foundation
import PlatformKit
import TestKit

/// Broker, database, and the wires between.
extension Fault {
    static func servers(_ settings: ChaosSettings) -> [Fault] {
        [
            ours("broker-killed", .broker, settings) { servers in
                try await servers.crashBroker()
            } repair: { servers, _, _ in
                try await servers.startBroker()
            },
            ours("broker-restarted", .broker, settings, thaws: true) { servers in
                try await servers.stopBroker()
            } repair: { servers, _, _ in
                try await servers.startBroker()
            },
            ours("broker-blocked", .broker, settings) { servers in
                try await servers.alarm(true)
            } repair: { servers, number, dice in
                let pause = Duration.milliseconds(Int.random(in: 1000...4000, using: &dice))
                try await Task.sleep(for: isLong(number) ? settings.spell : pause)
                try await servers.alarm(false)
            },
            ours("database-stopped", .database, settings) { servers in
                try await servers.crashDatabase()
            } repair: { servers, number, dice in
                // Most come back at once; the long ones stay away for longer than connections, leases and outbox claims
                // are waited for.
                let pause = Duration.milliseconds(Int.random(in: 0...3000, using: &dice))
                try await Task.sleep(for: isLong(number) ? settings.spell : pause)
                try await servers.startDatabase()
            },
            wires("backends-terminated", .database, settings) { site in
                let roles = Post.schemas.map { "'\($0)_worker'" }.joined(separator: ",")
                _ = try await site.count(
                    """
                    (SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND usename IN (\(roles))) AS ended
                    """)
            },
            wires("broker-hangs-up", .broker, settings) { site in _ = try await site.management.closeConnections() },
            wires("sockets-dropped", nil, settings) { site in
                site.brokerProxy.cut()
                site.databaseProxy.cut()
            },
            wires("network-stalls", nil, settings) { site in
                site.brokerProxy.pause()
                site.databaseProxy.pause()
            } repair: { site, number, dice in
                let pause = Duration.milliseconds(Int.random(in: 2000...6000, using: &dice))
                let result = await outcome { try await Task.sleep(for: isLong(number) ? settings.spell : pause) }
                site.brokerProxy.resume()
                site.databaseProxy.resume()
                try result.get()
            },
        ]
    }

    private static func ours(
        _ name: String, _ needs: Resource, _ settings: ChaosSettings, thaws: Bool = false,
        _ breakIt: @escaping @Sendable (Servers) async throws -> Void,
        repair: @escaping @Sendable (Servers, _ number: Int, inout SeededGenerator) async throws -> Void
    ) -> Fault {
        Fault(name: name, rounds: settings.strikes, least: settings.strikes, needsServers: true, needs: needs) {
            site, number, dice in
            guard let servers = site.servers else { return nil }
            let seen = await outcome { try await site.strikeFrozen(thaws: thaws) { try await breakIt(servers) } }
            // Also what was broken by halves: the strikes after this one need it whole.
            try await repair(servers, number, &dice)
            return try seen.get()
        }
    }

    private static func wires(
        _ name: String, _ needs: Resource?, _ settings: ChaosSettings,
        _ breakIt: @escaping @Sendable (Site) async throws -> Void,
        repair: @escaping @Sendable (Site, _ number: Int, inout SeededGenerator) async throws -> Void = { _, _, _ in }
    ) -> Fault {
        Fault(name: name, rounds: settings.strikes, least: settings.strikes, needs: needs) { site, number, dice in
            let seen = await outcome { try await site.strikeFrozen { try await breakIt(site) } }
            try await repair(site, number, &dice)
            return try seen.get()
        }
    }
}
