import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import Synchronization
import TestKit
import Testing

/// The request of these tests: add to a tally and answer its total, or do what `instruction` says instead.
struct TallyAdd: Request {
    static let name: MessageName = "shop.tally.add.v1"
    struct Reply: Codable, Sendable, Equatable {
        var total: Int
        var actor: String
    }
    var key: String
    var amount: Int
    var instruction: String?
}

/// Work for which somebody waits.
struct Purchase: WorkKind {
    static let name = "purchase"
    static let endpoint = EndpointClass.writes("purchases", app: "partner")

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult { .done() }
}

/// Asks for all totals that the caller may see.
struct TallyList: Request {
    static let name: MessageName = "shop.tally.list.v1"
    typealias Reply = [String: Int]
    /// A table to read instead; only to see that it cannot be read.
    var table: String?
}

/// A request of which the service knows nothing.
struct TallyBurn: Request {
    static let name: MessageName = "shop.tally.burn.v1"
    typealias Reply = Bool
}

/// What the handlers of these tests did, and a gate at which they can be made to wait.
final class Doings: Sendable {
    private struct State {
        var begun = 0
        var isOpen = false
        var logged: Logger.Metadata = [:]
    }
    private let state = Mutex(State())

    var begun: Int { state.withLock { $0.begun } }
    /// What log lines of the last one carried.
    var logged: Logger.Metadata { state.withLock { $0.logged } }
    func begin() {
        state.withLock {
            $0.begun += 1
            $0.logged = LogContext.metadata
        }
    }
    func open() { state.withLock { $0.isOpen = true } }
    func pass() async throws {
        try await eventually("the gate is open") { self.state.withLock { $0.isOpen } }
    }
}

struct TallyAddHandler: RequestHandler {
    let doings: Doings

    func answer(_ question: Received<TallyAdd>, _ desk: Desk) async throws -> TallyAdd.Reply {
        doings.begin()
        switch question.body.instruction {
        case "refuse": throw Refusal(.invalid, code: "tooMuch", "amount must be below 10", field: "/amount")
        case "break": throw CountHandler.Trouble()
        case "wait": try await doings.pass()
        default: break
        }
        return try await desk.write { transaction in
            let (key, tenant) = (question.body.key, desk.caller.tenants[0].uuid)
            let total = try await transaction.database.first(
                """
                INSERT INTO tallies AS old VALUES (\(tenant), \(key), \(question.body.amount))
                ON CONFLICT (tenant_id, key) DO UPDATE SET total = old.total + excluded.total RETURNING total
                """, as: Int.self)
            try transaction.publish([Draft(Counted(key: key, total: total ?? 0))])
            return TallyAdd.Reply(total: total ?? 0, actor: desk.caller.actor)
        }
    }
}

struct TallyListHandler: RequestHandler {
    func answer(_ question: Received<TallyList>, _ desk: Desk) async throws -> [String: Int] {
        try await desk.read { database in
            if let table = question.body.table { try await database.run("SELECT FROM \(identifier: table)") }
            let rows = try await database.rows("SELECT key, total FROM tallies LIMIT 100", as: (String, Int).self)
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }
}

/// A service that answers requests, and one who asks; broker and database are of one test's own.
struct RequestWorld: Sendable {
    static let schema = "tally"
    static let queue = "tally.requests"
    /// Knows no message, so that what is replayed waits to be understood.
    static let lane = Lane("tally.moves", needsTenant: false, [])
    let broker: TestBroker
    let database: PostgresPool
    let client: RequestClient
    let doings = Doings()

    static let template = TemplateDatabase("requests") { url in
        let roles = try await TestRoles.make(schema, in: url)
        let owner = try configuration(roles.owner)
        try await Migrator(owner, schema: schema, sources: [Messaging.migrations], logger: silent).migrate()
        let pool = PostgresPool(owner, logger: silent)
        for statement in tables(roles.tenant) { try await pool.run(statement) }
        await pool.close()
    }

    private static func tables(_ role: String) -> [SQL] {
        [
            "CREATE TABLE tallies (tenant_id uuid, key text, total bigint NOT NULL, PRIMARY KEY (tenant_id, key))",
            "ALTER TABLE tallies ENABLE ROW LEVEL SECURITY", "ALTER TABLE tallies FORCE ROW LEVEL SECURITY",
            """
            CREATE POLICY tenants ON tallies
            USING (tenant_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]))
            """,
            "GRANT SELECT, INSERT, UPDATE ON tallies TO \(identifier: role)",
        ]
    }

    private static func configuration(_ url: String) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: url)
        configuration.searchPath = [schema]
        return configuration
    }

    static let topology = BrokerTopology(
        exchanges: [.init("shop.events", .topic), .init("shop.requests", .direct)],
        queues: [.quorum(queue), .quorum(lane.queue), .quorum("tally.counted")],
        bindings: [TallyAdd.name, TallyList.name, TallyBurn.name].map {
            .init(exchange: "shop.requests", routingKey: $0.rawValue, queue: queue)
        }
            + Topology.ofEachService.map {
                .init(exchange: "shop.requests", routingKey: Topology.key($0.name, at: schema), queue: queue)
            } + [.init(exchange: "shop.events", routingKey: Counted.name.rawValue, queue: "tally.counted")])

    /// Lends broker, database and a client that runs; the service does not run yet.
    static func lend<Value: Sendable>(_ body: (RequestWorld) async throws -> Value) async throws -> Value {
        try await withBroker { broker in
            try await template.withCopy { url in
                let pool = PostgresPool(try configuration(TestRoles(of: schema, in: url).worker), logger: silent)
                let client = try RequestClient(
                    name: "gateway.test", broker: AMQPConfiguration(url: broker.url), logger: silent)
                let world = RequestWorld(broker: broker, database: pool, client: client)
                let result = await outcome { try await world.run(client) { _ in try await body(world) } }
                await pool.close()
                return try result.get()
            }
        }
    }

    /// Runs the service while the body runs; the body may tell it to shut down before.
    func serving<Value: Sendable>(
        as instance: String = "", _ body: (ServiceGroup) async throws -> Value
    ) async throws -> Value {
        let messaging = try Messaging(
            service: Self.schema, broker: AMQPConfiguration(url: broker.url), database: database,
            topology: Self.topology,
            router: { Route(exchange: "shop.events", key: $0.rawValue, isMandatory: true) }, lanes: [Self.lane],
            requests: [
                .answer(TallyAdd.self, TallyAddHandler(doings: doings)), .answer(TallyList.self, TallyListHandler()),
            ],
            tenantRole: "\(Self.schema)_tenant", view: TallyView(), instance: instance, logger: silent)
        // Nobody works here; it is only told what there could be to do.
        _ = try Worker(WorkQueue(database), messaging, kinds: [Push(), Purchase()], logger: silent)
        return try await run(messaging) { group in
            try await eventually("the service serves") { messaging.troubles().isEmpty && client.troubles().isEmpty }
            return try await body(group)
        }
    }

    private func run<Value: Sendable>(
        _ service: any Service, _ body: (ServiceGroup) async throws -> Value
    ) async throws -> Value {
        let group = ServiceGroup(services: [service], gracefulShutdownSignals: [], logger: silent)
        return try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let result = await outcome { try await body(group) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    /// Asks as a brand.
    func ask<Question: Request>(
        _ question: Question, as tenant: TenantID = World.tenant, within deadline: Duration = .seconds(60),
        idempotencyKey: String? = nil
    ) async throws -> Question.Reply {
        try await client.ask(
            question, as: Caller(tenants: [tenant], actor: "shop_abc"), within: deadline,
            idempotencyKey: idempotencyKey)
    }

    /// What the worker sees of a tally, whosever it is; nil when there is none.
    func total(_ key: String, of tenant: TenantID = World.tenant) async throws -> Int? {
        try await database.first(
            "SELECT total FROM tallies WHERE tenant_id = \(tenant.uuid) AND key = \(key)", as: Int.self)
    }
}

/// The refusal with which a question is answered; nil, and an issue where it ended otherwise, when there is none.
func refused<Reply>(_ ask: () async throws -> Reply) async -> Refusal? {
    do {
        _ = try await ask()
    } catch RequestTrouble.refused(let refusal) {
        return refusal
    } catch {
        Issue.record(error)
    }
    return nil
}
