public import AMQP
public import Contracts
import Foundation
public import Logging
public import Postgres
public import ServiceLifecycle
import Synchronization

/// Everything of a service that has to do with messages: its lanes, its outbox, what it deferred.
///
/// ```swift
/// let messaging = try Messaging(service: "inventory", broker: broker, database: pool, topology: topology,
///     router: Topology.route, lanes: Subscriptions.lanes(…), logger: logger)
/// try await ServiceGroup(services: [messaging], gracefulShutdownSignals: [.sigterm], logger: logger).run()
/// ```
///
/// At shutdown it cancels its consumers, settles what was fetched, waits for the broker's confirms and says goodbye.
public final class Messaging: Service {
    let database: PostgresPool
    /// Who this is, for operators.
    let identity: ServiceIdentity
    /// What the service tells operators of its own tables.
    let view: any OperatorView
    let outbox: Outbox
    let runners: [LaneRunner]
    /// The kinds of work that this process's workers do, and of each whether somebody waits for it; each worker names
    /// them when it is made.
    let workKinds = Mutex<[String: Bool]>([:])
    private let requests: RequestRunner?
    /// What this instance tells all of them of itself.
    let pulse: Pulse
    /// Whether the lanes have begun.
    private let isConsuming = Atomic(false)
    private let publisherHealth: ConnectionHealth
    let logger: Logger
    private let drainDeadline: Duration
    /// How often deferred messages are looked for.
    private static let deferralTick = Duration.seconds(1)
    private static let houseTick = Duration.seconds(3600)
    /// Where something was in the way.
    private static let houseRetry = Duration.seconds(60)

    /// Puts a service's messaging together and starts to connect; nothing is consumed before ``run()``.
    ///
    /// - Parameters:
    ///   - service: The CloudEvents source of what is sent, and the name of the broker connections.
    ///   - database: The service's pool; its search path is the service's schema, which has Messaging's migrations.
    ///   - topology: Declared on every new connection; empty where an operator declares it.
    ///   - router: Where each message is published.
    ///   - requests: What callers may ask; served from the queue `<service>.requests`.
    ///   - vault: Seals bodies that tell of persons wherever they wait; needed by whoever hears or sends such messages.
    ///   - tenantRole: The database role under which requests run, so that row level security holds.
    ///   - view: What the service tells operators of its own tables.
    ///   - keepsTold: Whether what was sent is kept for three days, for a queue that is deleted.
    ///   - instance: Tells instances apart.
    public init(
        service: String, broker: AMQPConfiguration, database: PostgresPool, topology: BrokerTopology = BrokerTopology(),
        router: @escaping Router, lanes: [Lane], requests: [RequestSubscription] = [], vault: Vault? = nil,
        tenantRole: String? = nil, view: any OperatorView = NothingToShow(), keepsTold: Bool = true,
        instance: String = "",
        version: String = "development", drainDeadline: Duration = .seconds(15), logger: Logger
    ) throws {
        if vault == nil, let lane = lanes.first(where: \.hearing.isOfPeople) { throw MissingVault(purpose: lane.queue) }
        self.database = database
        self.view = view
        let identity = ServiceIdentity(service: service, instance: instance, version: version)
        self.identity = identity
        self.logger = logger
        self.drainDeadline = drainDeadline
        let publisher = try AMQPPublisher(broker.named("\(service) publisher"), topology: topology, logger: logger)
        publisherHealth = publisher.health
        let outbox = Outbox(
            source: "/services/\(service)", publisher: publisher, database: database, router: router, vault: vault,
            keepsTold: keepsTold, logger: logger)
        self.outbox = outbox
        let suspectTurn = SuspectTurn()
        let runners = try lanes.map { lane in
            let consumer = try AMQPReader(
                broker.named(lane.queue).limited(to: lane.largestBody), queue: lane.queue, prefetch: lane.prefetch,
                topology: topology, begins: false, logger: logger
            ) { Reading($0, lane, isSuspect: $0.deliveryCount > 0) }
            return LaneRunner(lane, consumer, outbox, database, suspectTurn, logger: logger)
        }
        self.runners = runners
        let queue = "\(service).requests"
        let answering: RequestRunner? =
            if requests.isEmpty {
                nil
            } else {
                RequestRunner(
                    try AMQPConsumer(
                        broker.named(queue), queue: queue, prefetch: RequestRunner.prefetch, topology: topology,
                        begins: false, logger: logger),
                    publisher, requests + Self.ofEachService, role: tenantRole, logger: logger)
            }
        self.requests = answering
        pulse = Pulse(identity, runners + [answering].compactMap(\.self)) { outbox.confirmedInAll }
    }

    /// What every service answers that answers anything.
    private static let ofEachService: [RequestSubscription] =
        [
            .answer(FailureList.self, FailureListHandler()), .answer(FailureAct.self, FailureActHandler()),
        ] + OperatorRequests.subscriptions

    /// For transactions outside of lanes that send messages, such as those of a ``Worker``.
    public var writer: OutboxWriter { OutboxWriter(outbox: outbox) }

    /// The queues that this build of the service consumes.
    var queues: [String] { runners.map(\.queue) }

    /// The tables of a service's messages; a service's own migrations come after them.
    public static var migrations: MigrationSource {
        MigrationSource(name: "messaging", folder: Bundle.module.bundleURL.appending(path: "Migrations"))
    }

    /// Why the service is not ready, one sentence per connection that is not up; empty when every lane is consuming.
    public func troubles() -> [String] {
        guard isConsuming.load(ordering: .relaxed) else { return ["nothing is consumed yet"] }
        let lanes = runners.map { ($0.queue, $0.health) } + (requests.map { [($0.queue, $0.health)] } ?? [])
        let connections = [("publisher", publisherHealth)] + lanes
        return connections.compactMap { name, health in
            health.condition == .up ? nil : "\(name): \(health.condition)"
        }
    }

    /// Tells operators from now on what a service's readiness checks say, in place of its own connections alone.
    ///
    /// - Parameter readiness: Whether it is about to end, and why each check says no, nil where it says yes.
    public func tells(
        readiness: @escaping @Sendable () -> (isStopping: Bool, checks: [InstanceCheck])
    ) {
        pulse.watch(readiness)
    }

    /// Consumes until the service is told to shut down, then drains.
    public func run() async throws {
        let hasAllDays = try await makePartitions()
        isConsuming.store(true, ordering: .relaxed)
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await self.outbox.run() }
                group.addTask { await self.keepHouse(wasKept: hasAllDays) }
                group.addTask { await self.handBackDeferred() }
                group.addTask { await TableMeter(of: self).run() }
                group.addTask { await self.pulse.run(self.database, logger: self.logger) }
                await runLanes()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.outbox.letGo()
            for runner in self.runners { runner.drain() }
            self.requests?.drain()
        }
        await outbox.drain(within: drainDeadline)
        await pulse.end(database)
    }

    /// Nothing can be handled before the inbox has its days; a database that is away at the start is waited for, and so
    /// is somebody who reads all of a table for long, unless the days that are needed now are there.
    ///
    /// - Returns: Whether all days are there.
    private func makePartitions() async throws -> Bool {
        while true {
            do {
                try await Inbox.keepPartitions(database)
                return true
            } catch let error as PostgresError where error.isPassing && !Task.isShuttingDownGracefully {
                logger.warning("the inbox's days cannot be made yet", metadata: ["error": "\(error)"])
                if error.code == .lockNotAvailable, try await Inbox.hasDays(database) { return false }
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    private func runLanes() async {
        await withTaskGroup { group in
            for runner in runners { group.addTask { await runner.run() } }
            if let requests { group.addTask { await requests.run(self) } }
        }
    }

    private func handBackDeferred() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.deferralTick)
            for runner in runners where !Task.isCancelled {
                do {
                    try await runner.handBack()
                } catch {
                    logger.warning(
                        "deferred messages could not be read",
                        metadata: ["lane": "\(runner.queue)", "error": "\(error)"])
                }
            }
        }
    }

    private func keepHouse(wasKept: Bool) async {
        var isKept = wasKept
        while !Task.isCancelled {
            try? await Task.sleep(for: isKept ? Self.houseTick : Self.houseRetry)
            isKept = await keepHouse()
        }
    }

    /// What is not done keeps nothing else from being done, least of all the erasure of personal data.
    ///
    /// - Returns: Whether all of it was done.
    private func keepHouse() async -> Bool {
        let chores: [(name: String, run: @Sendable (PostgresPool) async throws -> Void)] = [
            ("days of inbox and told", Inbox.keepPartitions), ("old answers", { try await Idempotency.forgetOld($0) }),
            ("work that is done", { try await WorkTable.forgetDone($0) }),
            ("failures that are settled", { try await FailureLog.forgetSettled($0) }),
            ("personal data", { try await Self.eraseOld($0) }),
        ]
        var isAllDone = true
        for chore in chores where !Task.isCancelled {
            do {
                try await chore.run(database)
            } catch {
                isAllDone = false
                logger.error(
                    "house could not be kept", metadata: ["chore": "\(chore.name)", "error": "\(error)"])
            }
        }
        return isAllDone
    }
}

extension PostgresError {
    /// Whether it helps to wait.
    fileprivate var isPassing: Bool { isConnectionLoss || code == .lockNotAvailable }
}
