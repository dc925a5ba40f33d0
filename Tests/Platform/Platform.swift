import Foundation
import Logging
import Outbound
package import Postgres
import TestKit

/// The whole platform as processes of its own, and the doors through which it is looked at.
package struct Platform: Sendable {
    package let settings: PlatformSettings
    package let plan: ServicePlan
    package let crew: Crew
    /// The broker as its user operator.
    package let operators: String
    /// The sandbox's admin interface: its wishes, and the books that are the truth.
    package let sandbox: Door
    package let gateway: Door
    /// As an administrator.
    package let database: PostgresPool
    package let management: ManagementDoor

    /// Runs the platform while the body runs, and ends every process whatever happens.
    package static func run<Value: Sendable>(
        _ settings: PlatformSettings, _ body: (Platform) async throws -> Value
    ) async throws -> Value {
        try FileManager.default.createDirectory(at: settings.folder, withIntermediateDirectories: true)
        var ports = Ports()
        let users = try await BrokerUsers.make(in: TestBroker(at: settings.broker, management: settings.management))
        let plan = ServicePlan(
            name: settings.name, brokers: users.mapValues(settings.brokerOfServices),
            database: settings.databaseOfServices(settings.database), seed: settings.seed,
            sandboxPort: try ports.of("sandbox"), gatewayPort: try ports.of("gateway"), own: settings.own)
        let http = HTTPClient()
        let platform = Platform(
            settings: settings, plan: plan, crew: Crew(plan, settings, ports: ports),
            operators: users["operator"] ?? "",
            sandbox: Door(http: http, address: plan.sandbox + "/_sandbox"),
            gateway: Door(http: http, address: plan.gateway),
            database: PostgresPool(try PostgresConfiguration(url: settings.database), size: 3, logger: silent),
            management: try ManagementDoor(settings.management, broker: settings.broker, http: http))
        return try await platform.live(body)
    }

    private func live<Value: Sendable>(_ body: (Platform) async throws -> Value) async throws -> Value {
        let result = await outcome {
            for schema in Post.schemas { try await migrate(schema) }
            try await crew.launch(.sandbox)
            for service in Post.services { try await crew.launch(Post(service: service, number: 1)) }
            try await awaitReady()
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await crew.supervise() }
                defer { group.cancelAll() }
                return try await body(self)
            }
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

    // MARK: Programs

    /// Runs a command of a service's to its end; answers what it wrote.
    package func command(
        _ service: String, _ command: String, _ all: [String: String]? = nil
    ) async throws -> String {
        let told = try all ?? plan.settings(Post(service: service, number: 0), adminPort: 0, ownPort: 0)
        let program = try Program(
            try BuiltProgram.find(service, from: settings.programs), [command], settings: told,
            log: settings.folder.appending(path: "\(service).\(command).log"))
        try await program.ended(within: .seconds(120))
        return program.tail(100_000)
    }

    /// Runs a command of the operator's; answers what it wrote.
    @discardableResult
    package func operate(_ arguments: [String], within patience: Duration = .seconds(180)) async throws -> String {
        let command = try Program(
            try BuiltProgram.find("shopos", from: settings.programs), arguments,
            settings: ["AMQP_URL": operators, "SHOPOS_ACTOR": settings.name, "HOME": "/"],
            log: settings.folder.appending(path: "shopos.log"))
        try await command.ended(within: patience)
        return command.tail(100_000)
    }

    /// Waits until every instance says that it is ready.
    package func awaitReady(within patience: Duration = .seconds(120)) async throws {
        for post in [.sandbox] + (await crew.posts) {
            let url = try await crew.readiness(post)
            try await eventually(within: patience, "\(post) is ready") {
                try await sandbox.send(.get, url).status == 200
            }
        }
    }

    // MARK: Looking, by SQL, past everything that services say of themselves

    /// Counts rows; the text follows `FROM`.
    package func count(_ rows: String) async throws -> Int {
        try await number("SELECT count(*) FROM \(rows)")
    }

    /// One number; 0 for NULL.
    package func number(_ query: String) async throws -> Int {
        Int(try await database.first(SQL(unsafe: "SELECT coalesce((\(query))::bigint, 0)"), as: Int64.self) ?? 0)
    }

    /// Rows of texts; NULL becomes empty.
    package func texts(_ query: String, columns: Int) async throws -> [[String]] {
        try await database.rows(SQL(unsafe: query)) { row in
            try (0..<columns).map { _ in try row.next(String?.self) ?? "" }
        }
    }
}
