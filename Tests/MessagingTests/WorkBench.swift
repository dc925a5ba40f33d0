import AMQP
import Contracts
import Foundation
import Logging
import Postgres
import ServiceLifecycle
import TestKit

@testable import Messaging

/// A database with Messaging's tables, and what tests of work do with it.
struct WorkBench: Sendable {
    let database: PostgresPool
    let queue: WorkQueue
    let configuration: PostgresConfiguration

    private static let migrated = TemplateDatabase("work") { url in
        let configuration = try PostgresConfiguration(url: url)
        try await Migrator(
            configuration, schema: "public", sources: [Messaging.migrations], logger: Logger(label: "test")
        ).migrate()
        let pool = PostgresPool(configuration, logger: Logger(label: "test"))
        try await pool.run(Self.started("'-infinity'"))
        await pool.close()
    }

    static func run<Value: Sendable>(_ body: (WorkBench) async throws -> Value) async throws -> Value {
        try await migrated.withCopy { url in
            let configuration = try PostgresConfiguration(url: url)
            return try await PostgresPool.lend(configuration) { database in
                try await body(
                    WorkBench(database: database, queue: WorkQueue(database), configuration: configuration))
            }
        }
    }

    // MARK: Time

    /// Lets time pass for the tables of work: everything in them happens so much earlier.
    func pass(_ seconds: Double) async throws {
        var pipeline = Pipeline()
        let columns = [
            "work": ["due_at", "wanted_by", "created_at", "changed_at", "failing_since"],
            "work_tenants": ["turn_at"],
            "work_lines": ["due_at", "free_at", "token_at"], "work_leases": ["leased_at", "lease_until"],
            "work_budgets": ["refilled_at", "raised_at", "blocked_until", "throttled_at", "awaited_until"],
            "work_breakers": ["open_until", "failed_at"],
        ]
        for (table, times) in columns {
            let changes = times.map { "\($0) = \($0) - make_interval(secs => \(seconds))" }.joined(separator: ", ")
            pipeline.run("UPDATE \(identifier: table) SET \(unsafe: changes)")
        }
        try await database.send(pipeline)
    }

    /// When the server is said to have started; in these databases ages ago, whenever it really was.
    static func started(_ instant: SQL) -> SQL {
        """
        CREATE OR REPLACE FUNCTION work_up_since() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
        RETURN (\(instant))::timestamptz
        """
    }

    // MARK: Wanting and taking

    func want(_ items: WorkItem...) async throws {
        try await queue.enqueue(items)
    }

    /// Takes jobs as a worker of these kinds would.
    func claim(_ wanted: Int = 1, _ kinds: any WorkKind..., as worker: String = "tester") async throws -> [Claim] {
        let terms = try JSON(encoding: kinds.map { KindRunner($0).terms })
        return try await WorkTable.claim(wanted, terms: terms, worker: worker, database).claims
    }

    /// Takes jobs as a worker of a kind would that has just got its database back.
    func claimWhenBack(_ wanted: Int, _ kind: any WorkKind) async throws -> [Claim] {
        let terms = try JSON(encoding: [KindRunner(kind).termsWhenBack])
        return try await WorkTable.claim(wanted, terms: terms, worker: "returned", database).claims
    }

    /// Settles a job as a worker would.
    func settle(
        _ claim: Claim, _ kind: any WorkKind, _ finish: Settlement.Finish,
        alongside save: (inout Pipeline) -> Void = { _ in }
    ) async throws {
        let runner = KindRunner(kind)
        let settlement = Settlement(finish, claim.rows, runner.limits)
        var pipeline = Pipeline()
        pipeline.begin()
        WorkTable.hold(claim.lease, &pipeline)
        save(&pipeline)
        WorkTable.settle(settlement, claim.lease, &pipeline)
        WorkTable.report(settlement.report, claim, runner.endpoint, &pipeline)
        pipeline.commit()
        let statements = pipeline
        try await database.withConnection { try await $0.send(statements) }
    }

    func rows(_ filter: WorkFilter = WorkFilter()) async throws -> [WorkRow] {
        try await queue.list(filter, limit: 1000)
    }

    // MARK: Workers

    /// Runs workers of these kinds while the body runs, then shuts them down as a service would.
    func withWorker<Value: Sendable>(
        _ kinds: [any WorkKind], workers: Int = 1, concurrency: Int = 4, poll: Duration = .milliseconds(50),
        drainDeadline: Duration = .seconds(5), broker: String = "amqp://guest:guest@127.0.0.1:9/",
        topology: BrokerTopology = BrokerTopology(), router: @escaping Router = Self.nowhere,
        _ body: @Sendable (Messaging) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let messaging = try Messaging(
            service: "tests", broker: AMQPConfiguration(url: broker), database: database, topology: topology,
            router: router, lanes: [], drainDeadline: .milliseconds(500), logger: logger)
        let services = try (1...workers).map { number in
            try Worker(
                queue, messaging, kinds: kinds, name: "worker \(number)", concurrency: concurrency, poll: poll,
                drainDeadline: drainDeadline, logger: logger)
        }
        let group = ServiceGroup(services: services, logger: logger)
        async let running: Void = group.run()
        let result = await outcome { try await body(messaging) }
        await group.triggerGracefulShutdown()
        try await running
        try await messaging.run()
        return try result.get()
    }

    /// Messages stay in the outbox where no broker is.
    static let nowhere: Router = { Route(exchange: "tests", key: $0.rawValue, isMandatory: true) }
}

// MARK: - Kinds

/// Up to fifty ids a call, one call at a time per shop.
struct Fetch: WorkKind {
    static let name = "fetch"
    static let endpoint = EndpointClass.inside("orders")
    static let limits = WorkLimits(attempts: 3, bundle: 50)

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult { .done() }
}

/// One at a time per shop, with something to know.
struct Push: WorkKind {
    struct Payload: Codable, Sendable, Equatable {
        let quantity: Int
    }

    static let name = "push"
    static let endpoint = EndpointClass.inside("stock")
    static let limits = WorkLimits(attempts: 3)
    var act: @Sendable (Job<Payload>) async throws -> WorkResult = { _ in .done() }

    func perform(_ job: Job<Payload>) async throws -> WorkResult { try await act(job) }
}

/// A call that works only once.
struct Swap: WorkKind {
    static let name = "swap"
    static let endpoint = EndpointClass.inside("swaps")
    static let limits = WorkLimits(attempts: 3, isRepeatable: false)
    var act: @Sendable (Job<NoPayload>) async throws -> WorkResult = { _ in .done() }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult { try await act(job) }
}

/// Three at a time per shop.
struct Label: WorkKind {
    static let name = "label"
    static let endpoint = EndpointClass.inside("labels")
    static let limits = WorkLimits(attempts: 3, parallel: 3)
    var act: @Sendable (Job<NoPayload>) async throws -> WorkResult = { _ in .done() }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult { try await act(job) }
}

/// Calls a partner who bears two calls a second per shop.
struct Call: WorkKind {
    static let name = "call"
    static let endpoint = EndpointClass.reads("calls", app: "partner", start: 2, highest: 100)
    static let limits = WorkLimits(attempts: 3, parallel: 100)
    var act: @Sendable (Job<NoPayload>) async throws -> WorkResult = { _ in .done() }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult { try await act(job) }
}
