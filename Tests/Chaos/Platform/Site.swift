import Foundation
import Logging
import Outbound
import Postgres
import TestKit

/// The whole platform while it is struck: processes, servers behind proxies that drop connections, and the doors
/// through which we look at it.
struct Site: Sendable {
    let settings: ChaosSettings
    let plan: ServicePlan
    let crew: Crew
    /// The broker as its user operator, past the proxy.
    let operators: String
    /// Nil where broker and database are shared with others.
    let servers: Servers?
    let brokerProxy: FaultyProxy
    let databaseProxy: FaultyProxy
    /// The sandbox's admin interface: faults, and the books that are the truth.
    let sandbox: Door
    let gateway: Door
    /// As an administrator, past the proxy.
    let database: PostgresPool
    let management: ManagementDoor

    /// Runs the platform while the body runs, and ends every process whatever happens.
    static func run<Value: Sendable>(_ settings: ChaosSettings, _ body: (Site) async throws -> Value) async throws
        -> Value
    {
        try FileManager.default.createDirectory(at: settings.folder, withIntermediateDirectories: true)
        let brokerProxy = try proxy(settings.broker)
        let databaseProxy = try proxy(settings.database)
        defer {
            brokerProxy.close()
            databaseProxy.close()
        }
        var ports = Ports()
        let users = try await BrokerUsers.make(in: TestBroker(at: settings.broker, management: settings.management))
        let plan = ServicePlan(
            brokers: users.mapValues(brokerProxy.url(insteadOf:)),
            database: databaseProxy.url(insteadOf: settings.database), seed: settings.seed,
            sandboxPort: try ports.of("sandbox"), gatewayPort: try ports.of("gateway"))
        let http = HTTPClient()
        let logger = Logger(label: "chaos", factory: { _ in SwiftLogNoOpLogHandler() })
        let site = Site(
            settings: settings, plan: plan, crew: Crew(plan, settings, ports: ports),
            operators: users["operator"] ?? "",
            servers: try settings.servers.map {
                try Servers(
                    $0, broker: settings.broker, management: settings.management, database: settings.database)
            },
            brokerProxy: brokerProxy, databaseProxy: databaseProxy,
            sandbox: Door(http: http, address: plan.sandbox + "/_sandbox"),
            gateway: Door(http: http, address: plan.gateway),
            database: PostgresPool(try PostgresConfiguration(url: settings.database), size: 3, logger: logger),
            management: try ManagementDoor(settings.management, broker: settings.broker, http: http))
        return try await site.live(body)
    }

    private static func proxy(_ url: String) throws -> FaultyProxy {
        guard let parts = URLComponents(string: url), let host = parts.host, let port = parts.port else {
            throw WrongSetting(text: "\(url) has no host and port.")
        }
        return try FaultyProxy(to: host, port: port)
    }

    private func live<Value: Sendable>(_ body: (Site) async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do {
            for schema in Post.schemas { try await migrate(schema) }
            try await crew.launch(.sandbox)
            for service in Post.services { try await crew.launch(Post(service: service, number: 1)) }
            try await awaitReady()
            let value = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await crew.supervise() }
                defer { group.cancelAll() }
                return try await body(self)
            }
            result = .success(value)
        } catch {
            result = .failure(error)
        }
        await crew.dismissAll()
        await database.close()
        await gateway.http.close()
        return try result.get()
    }

    private func migrate(_ schema: String) async throws {
        _ = try await TestRoles.make(schema, in: settings.database)
        var all = try plan.settings(Post(service: schema, number: 0), adminPort: 0, ownPort: 0)
        all["DATABASE_URL"] = try TestRoles(of: schema, in: settings.database).owner
        _ = try await command(schema, "migrate", all)
    }

    /// Runs a command of a service's to its end; answers what it wrote.
    func command(_ service: String, _ command: String, _ all: [String: String]? = nil) async throws -> String {
        let told = try all ?? plan.settings(Post(service: service, number: 0), adminPort: 0, ownPort: 0)
        let program = try Program(
            try BuiltProgram.find(service, from: settings.programs), [command], settings: told,
            log: settings.folder.appending(path: "\(service).\(command).log"))
        try await program.ended(within: .seconds(120))
        return program.tail(100_000)
    }

    /// Waits until every instance says that it is ready.
    func awaitReady(within patience: Duration = .seconds(120)) async throws {
        for post in [.sandbox] + (await crew.posts) {
            let url = try await crew.readiness(post)
            try await eventually(within: patience, "\(post) is ready") {
                try await sandbox.send(.get, url).status == 200
            }
        }
    }
}
