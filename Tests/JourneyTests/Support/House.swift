import Foundation
import Logging
import Outbound
import Postgres
import Shippo
import TestKit
import Testing

/// The whole platform: every service as a process of its own, on a broker and a database of the test's own, with the
/// sandbox in place of the partners.
struct House: Sendable {
    let gateway: Door
    let sandbox: Door
    /// As an administrator, to compare what services say with what their tables hold.
    let database: PostgresPool
    let plan: HousePlan
    private let processes: [ServiceProcess]

    /// In the order of their start: who hears comes before who tells.
    static let everything = [
        "sandbox", "accounts", "inventory", "fulfillment", "analytics", "credit", "ingestion", "gateway",
    ]
    /// Those that keep nothing of their own.
    private static let withoutSchema: Set = ["sandbox", "gateway"]

    /// Runs the platform while the body runs.
    ///
    /// - Parameters:
    ///   - sandbox: Settings of the sandbox, such as `SANDBOX_TIME_SCALE`.
    ///   - services: More settings of services, by their names.
    ///   - names: What is started, in this order.
    ///   - servers: A broker and a database under TLS, and a door with a certificate; nil: those that all tests share.
    static func run<Value: Sendable>(
        sandbox: [String: String] = [:], services: [String: [String: String]] = [:],
        only names: [String] = everything, on servers: EncryptedServers? = nil, _ body: (House) async throws -> Value
    ) async throws -> Value {
        try await withServers(servers) { broker, url in
            let folder = FileManager.default.temporaryDirectory.appending(path: "house-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let plan = HousePlan(
                virtualHost: broker,
                users: try await BrokerUsers.make(in: broker, authority: servers?.authority.certificate), database: url,
                ports: try Ports(names), folder: folder, sandbox: sandbox, services: services, servers: servers)
            for name in names where !withoutSchema.contains(name) { try await migrate(name, plan) }
            return try await serve(names, plan, body)
        }
    }

    private static func withServers<Value: Sendable>(
        _ servers: EncryptedServers?, _ body: (TestBroker, _ database: String) async throws -> Value
    ) async throws -> Value {
        guard let servers else {
            return try await withBroker { broker in try await withDatabase { try await body(broker, $0) } }
        }
        return try await servers.broker.withVirtualHost { try await body($0, servers.database.url) }
    }

    private static func migrate(_ schema: String, _ plan: HousePlan) async throws {
        _ = try await TestRoles.make(schema, in: plan.database)
        var settings = try plan.settings(schema)
        settings["DATABASE_URL"] = try TestRoles(of: schema, in: plan.database).owner
        _ = try await ServiceProcess.run(schema, ["migrate"], settings: settings, log: plan.log("\(schema).migrate"))
    }

    private static func serve<Value: Sendable>(
        _ names: [String], _ plan: HousePlan, _ body: (House) async throws -> Value
    ) async throws -> Value {
        let http = plan.http()
        let database = PostgresPool(try PostgresConfiguration(url: plan.database), size: 2, logger: Logger(label: "t"))
        let result = await outcome { try await operate(names, plan, http, database, body) }
        await database.close()
        await http.close()
        return try result.get()
    }

    private static func operate<Value: Sendable>(
        _ names: [String], _ plan: HousePlan, _ http: HTTPClient, _ database: PostgresPool,
        _ body: (House) async throws -> Value
    ) async throws -> Value {
        var processes: [ServiceProcess] = []
        // However it ends, nothing goes on running: not even when only some could be started.
        defer { for process in processes { process.reap() } }
        for name in names {
            processes.append(
                try ServiceProcess(
                    name, name == "sandbox" ? [] : ["run"], settings: try plan.settings(name), log: plan.log(name)))
        }
        let house = House(
            gateway: Door(http: http, address: plan.door),
            sandbox: Door(http: http, address: plan.ports.address("sandbox") + "/_sandbox"), database: database,
            plan: plan, processes: processes)
        let result = await outcome {
            for process in house.processes { try await house.awaitReady(process) }
            if Set(["sandbox", "gateway"]).isSubset(of: names) { try await house.registerWithShippo() }
            return try await body(house)
        }
        if case .failure = result { house.tell() }
        for process in processes.reversed() { process.end() }
        for process in processes { await process.ended() }
        return try result.get()
    }

    /// Has Shippo's webhooks sent to the gateway, as whoever installs the platform does once.
    private func registerWithShippo() async throws {
        let shippo = ShippoClient(
            http: gateway.http, token: .init(plan.platform.shippoToken), base: plan.ports.address("sandbox") + "/shippo"
        )
        let address = "\(gateway.address)/webhooks/shippo?token=\(HousePlan.shippoWebhookToken)"
        _ = try await shippo.send(CreateWebhook(event: .all, url: address, isTest: shippo.isTest))
    }

    /// Runs a command of a service's to its end; answers what it wrote.
    func command(_ service: String, _ command: String) async throws -> String {
        let log = plan.log("\(service).\(command)")
        return try await ServiceProcess.run(service, [command], settings: plan.settings(service), log: log)
    }

    /// One of the running services, to end it or to crash it.
    func process(_ service: String) throws -> ServiceProcess {
        try #require(processes.first { $0.name == service }, "no service is called \(service)")
    }

    func awaitReady(_ process: ServiceProcess) async throws {
        let path = process.name == "sandbox" ? "/livez" : "/readyz"
        let door = Door(http: gateway.http, address: plan.ports.address(process.name))
        try await eventually(within: .seconds(300), "\(process.name) is ready") {
            // One that has ended will never be ready.
            guard process.isRunning else { return true }
            return try await door.get(path).status == 200
        }
        try #require(process.isRunning, "\(process.name) has ended: \(process.lastWords)")
    }

    /// What the services said last, for whoever reads why a test failed.
    private func tell() {
        for process in processes {
            let troubles = process.output.split(separator: "\n").filter {
                $0.contains(#""level":"warning""#) || $0.contains(#""level":"error""#) || $0.contains("critical")
            }
            for line in troubles.suffix(5) { FileHandle.standardError.write(Data("\(process.name): \(line)\n".utf8)) }
        }
    }
}

/// A port of its own for each service.
struct Ports: Sendable {
    private let numbers: [String: Int]

    init(_ names: [String]) throws {
        var numbers: [String: Int] = [:]
        for name in names + ["gateway.http"] { numbers[name] = try LoopbackPort.free() }
        self.numbers = numbers
    }

    subscript(name: String) -> String { numbers[name].map(String.init) ?? "" }

    func address(_ name: String) -> String { "http://127.0.0.1:\(self[name])" }
}
