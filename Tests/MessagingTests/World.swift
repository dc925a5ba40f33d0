import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import Synchronization
import TestKit
import UnixSignals

/// The message of these tests: add `amount` to the counter `key`, or do what `instruction` says instead.
struct Noted: Message {
    static let name: MessageName = "shop.test.noted.v1"
    var key: String
    var amount: Int
    var instruction: String?
}

/// What the handler of these tests sends.
struct Counted: Event {
    static let name: MessageName = "shop.test.counted.v1"
    var key: String
    var total: Int
}

/// Adds up amounts under keys; the database forbids totals below zero.
struct CountHandler: Handler {
    struct Change: Sendable {
        let key: String
        let amount: Int
    }
    let onSave: @Sendable () -> Void

    init(onSave: @escaping @Sendable () -> Void = {}) { self.onSave = onSave }

    func load(_ messages: [Received<Noted>], _ pipeline: inout Pipeline) -> Loading<[String: Int]> {
        let keys = Set(messages.map(\.body.key)).sorted()
        pipeline.run(
            "INSERT INTO counters SELECT key, 0 FROM unnest(\(keys)) AS new (key) ORDER BY key ON CONFLICT DO NOTHING")
        let rows = pipeline.rows(
            "SELECT key, total FROM counters WHERE key = ANY(\(keys)) ORDER BY key FOR UPDATE", as: (String, Int).self)
        return Loading { Dictionary(uniqueKeysWithValues: try rows.get()) }
    }

    func decide(_ message: Received<Noted>, _ totals: [String: Int]) throws -> Decision<Change> {
        switch message.body.instruction {
        case "reject": return .reject("the test wants it so", detail: message.body.key)
        case "retry" where message.metadata.attempt < 2: return .retry(after: .milliseconds(1), "not yet")
        case "throw": throw Trouble()
        default: break
        }
        let change = Change(key: message.body.key, amount: message.body.amount)
        let total = totals[change.key, default: 0] + change.amount
        return .done([change], events: [Draft(Counted(key: change.key, total: total), subject: change.key)])
    }

    func apply(_ change: Change, to totals: inout [String: Int]) {
        totals[change.key, default: 0] += change.amount
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        onSave()
        let sums = Dictionary(changes.map { ($0.key, $0.amount) }, uniquingKeysWith: +)
        pipeline.run(
            """
            UPDATE counters SET total = total + sums.amount
            FROM unnest(\(sums.map(\.key)), \(sums.map(\.value))) AS sums (key, amount) WHERE counters.key = sums.key
            """)
    }

    struct Trouble: Error {}
}

/// A service with one lane, its broker and its database, all of one test's own.
struct World: Sendable {
    static let queue = "test.notes"
    static let tenant = TenantID(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
    let broker: TestBroker
    let database: PostgresPool
    let databaseURL: String
    let publisher: AMQPPublisher

    static let template = TemplateDatabase("messaging") { url in
        let configuration = try configuration(url)
        try await Migrator(configuration, schema: "test", sources: [Messaging.migrations], logger: silent).migrate()
        let pool = PostgresPool(configuration, logger: silent)
        try await pool.run("CREATE TABLE counters (key text PRIMARY KEY, total bigint NOT NULL CHECK (total >= 0))")
        await pool.close()
    }

    static func configuration(_ url: String) throws -> PostgresConfiguration {
        try PostgresConfiguration(url: url, schema: "test")
    }

    static let topology = BrokerTopology(
        exchanges: [.init("shop.events", .topic)],
        queues: [.quorum(queue), .quorum("test.counted")],
        bindings: [
            .init(exchange: "shop.events", routingKey: "shop.test.#", queue: queue),
            .init(exchange: "shop.events", routingKey: Counted.name.rawValue, queue: "test.counted"),
        ])

    /// Lends broker and database; nothing runs yet.
    static func lend<Value: Sendable>(_ body: (World) async throws -> Value) async throws -> Value {
        try await withBroker { broker in
            try await template.withCopy { url in
                let pool = PostgresPool(try configuration(url), logger: silent)
                let publisher = try AMQPPublisher(
                    AMQPConfiguration(url: broker.url), topology: narrow, logger: silent)
                let world = World(broker: broker, database: pool, databaseURL: url, publisher: publisher)
                let result = await outcome { try await body(world) }
                await publisher.close(within: .seconds(5))
                await pool.close()
                return try result.get()
            }
        }
    }

    /// The lane hears its own message only, so that `shop.test.counted.v1` does not come back to it.
    static let narrow = BrokerTopology(
        exchanges: topology.exchanges, queues: topology.queues,
        bindings: [.init(exchange: "shop.events", routingKey: Noted.name.rawValue, queue: queue), topology.bindings[1]])

    static func lane(batch: Int = 200, _ handler: CountHandler = CountHandler()) -> Lane {
        Lane(
            queue, batch: batch, carries: ["x-test"],
            patience: Patience(
                first: .milliseconds(1), longest: .milliseconds(5), attempts: 3, unknown: .seconds(3600)),
            [.on(Noted.self, handler)])
    }

    /// Runs a service over the lane while the body runs, then lets it drain.
    func running<Value: Sendable>(
        _ lane: Lane = World.lane(), broker url: String? = nil, isMandatory: Bool = true,
        vault: Vault? = nil, keepsTold: Bool = true, _ body: () async throws -> Value
    ) async throws -> Value {
        try await PostgresPool.lend(try World.configuration(databaseURL)) { own in
            let messaging = try Messaging(
                service: "test", broker: AMQPConfiguration(url: url ?? broker.url), database: own,
                topology: World.narrow,
                router: { Route(exchange: "shop.events", key: $0.rawValue, isMandatory: isMandatory) },
                lanes: [lane], vault: vault, keepsTold: keepsTold, logger: silent)
            return try await serving([messaging], body)
        }
    }

    /// Publishes messages as another service would.
    func send(
        _ notes: [(id: UUID, note: Noted)], tenant: TenantID? = World.tenant, user: String? = nil,
        headers: Headers = [:]
    ) async throws {
        try await send(
            notes.map { id, note in
                var all = headers
                if let tenant { all[WireHeader.tenant] = .string(tenant.description) }
                return Publication(
                    exchange: "shop.events", routingKey: Noted.name.rawValue,
                    properties: MessageProperties(
                        contentType: "application/json", messageID: id.text, correlationID: "journey-\(note.key)",
                        type: Noted.name.rawValue, userID: user, headers: all),
                    body: Array(try JSONEncoder().encode(note)))
            })
    }

    func send(_ publications: [Publication]) async throws {
        var open = publications
        // A busy broker may refuse; whoever publishes tries again, as the outbox does.
        for _ in 0..<20 where !open.isEmpty {
            let outcomes = try await publisher.publish(open)
            open = zip(open, outcomes).filter { $0.1 != .confirmed }.map(\.0)
        }
        guard open.isEmpty else { throw NotTaken(count: open.count) }
    }

    struct NotTaken: Error { let count: Int }

    /// Somebody fetches messages and goes without a word.
    func fetchAndGo(_ count: Int, from queue: String = World.queue) async throws {
        let gone = try AMQPConsumer(
            AMQPConfiguration(url: broker.url), queue: queue, prefetch: count, logger: silent)
        var fetched = 0
        while fetched < count, let more = await gone.next(atMost: count) { fetched += more.count }
        await gone.close()
    }

    /// The total of a counter; nil when it was never touched.
    func total(_ key: String) async throws -> Int? {
        try await database.first("SELECT total FROM counters WHERE key = \(key)", as: Int.self)
    }

    /// How many rows a table has.
    func count(_ table: String) async throws -> Int {
        try await database.first("SELECT count(*) FROM \(identifier: table)", as: Int.self) ?? 0
    }
}
