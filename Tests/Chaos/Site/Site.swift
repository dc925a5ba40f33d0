import Foundation
import PlatformKit
import Postgres
import TestKit

/// The whole platform while it is struck: processes, and servers behind proxies that drop connections.
struct Site: Sendable {
    let settings: ChaosSettings
    let platform: Platform
    /// Nil where broker and database are shared with others.
    let servers: Servers?
    let brokerProxy: FaultyProxy
    let databaseProxy: FaultyProxy

    /// Runs the platform while the body runs, and ends every process whatever happens.
    static func run<Value: Sendable>(_ settings: ChaosSettings, _ body: (Site) async throws -> Value) async throws
        -> Value
    {
        let brokerProxy = try proxy(settings.broker)
        let databaseProxy = try proxy(settings.database)
        defer {
            brokerProxy.close()
            databaseProxy.close()
        }
        var struck = settings.platform
        struck.brokerOfServices = brokerProxy.url(insteadOf:)
        struck.databaseOfServices = databaseProxy.url(insteadOf:)
        return try await Platform.run(struck) { platform in
            let servers = try settings.servers.map {
                try Servers(
                    $0, broker: settings.broker, management: settings.management, database: settings.database)
            }
            return try await body(
                Site(
                    settings: settings, platform: platform, servers: servers, brokerProxy: brokerProxy,
                    databaseProxy: databaseProxy))
        }
    }

    private static func proxy(_ url: String) throws -> FaultyProxy {
        guard let parts = URLComponents(string: url), let host = parts.host, let port = parts.port else {
            throw WrongSetting(text: "\(url) has no host and port.")
        }
        return try FaultyProxy(to: host, port: port)
    }
}

// MARK: The platform's

extension Site {
    var crew: Crew { platform.crew }
    var sandbox: Door { platform.sandbox }
    var gateway: Door { platform.gateway }
    var database: PostgresPool { platform.database }
    var management: ManagementDoor { platform.management }

    func awaitReady() async throws { try await platform.awaitReady() }
    func count(_ rows: String) async throws -> Int { try await platform.count(rows) }
    func number(_ query: String) async throws -> Int { try await platform.number(query) }
    func texts(_ query: String, columns: Int) async throws -> [[String]] {
        try await platform.texts(query, columns: columns)
    }
}

extension ChaosSettings {
    /// What the platform is told to be struck, and to show within a run what becomes of it.
    fileprivate var platform: PlatformSettings {
        var settings = PlatformSettings(
            name: "chaos", broker: broker, management: management, database: database, folder: folder)
        settings.programs = programs
        settings.previous = previous
        settings.seed = seed
        settings.own = [
            "ingestion": ["RETURNS_EVERY": "10s"],
            // Short deadlines, so that purchases land after them and are found, adopted or refunded within the run.
            "fulfillment": [
                "LABEL_DEADLINE": "4s", "LABEL_GRACE": "6s", "LABEL_ABSENT_GAP": "3s", "RECONCILE_EVERY": "10s",
                "REFUND_EVERY": "10s",
            ],
            "sandbox": [
                "SANDBOX_SHIPPO_LIMIT_FACTOR": "0", "SANDBOX_RATE_WRITE": "50", "SANDBOX_RATE_READ": "50",
                "SANDBOX_RATE_LIGHT_READ": "50", "SANDBOX_RATE_HEAVY_WRITE": "10",
                // An order that we lost must not become one that the channel gave up.
                "SANDBOX_CANCEL_LATE_ORDERS": "false",
            ],
        ]
        return settings
    }
}
