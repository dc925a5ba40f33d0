import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import ServiceLifecycle
import TestKit
import Testing

@testable import Analytics

/// Sums are always those of the facts.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SumsTests {
    @Test(
        "after any messages in any order the sums are those of the sheets, added up afresh",
        arguments: [UInt64(1), 2, 3])
    func afterAnyMessages(seed: UInt64) async throws {
        try await AnalyticsWorld.lend { world in
            var dice = SeededGenerator(seed: seed)
            try await world.settle(zone: "America/New_York", currency: .eur)
            try await world.publish("2026-01-01", ["USD": "1.1731", "JPY": "183.91"])
            var facts = (0..<30).flatMap { RandomFacts.make(Names.order(UInt8($0)), using: &dice) }
            facts += facts.shuffled(using: &dice).prefix(facts.count / 3)
            facts.shuffle(using: &dice)
            while !facts.isEmpty {
                let batch = facts.prefix(Int.random(in: 1...40, using: &dice))
                facts.removeFirst(batch.count)
                try await world.tell(Array(batch))
                if facts.count % 3 == 0 { #expect(try await world.rollups() == world.recomputed(), "seed \(seed)") }
            }
            #expect(try await world.rollups() == world.recomputed(), "seed \(seed)")
            #expect(try await world.count("rollups", "paid_orders > 0") > 20, "there is something to look at")
            // Days are the sums of their half-hours, and products those of all but what has no product.
            let days = try await world.database.first(
                """
                SELECT count(*) FROM (
                    SELECT sum(gmv) FILTER (WHERE grain = 'day') - sum(gmv) FILTER (WHERE grain = 'halfHour') AS day,
                        sum(gmv) FILTER (WHERE grain = 'productDay') - sum(gmv) FILTER (WHERE grain = 'day') AS product
                    FROM rollups GROUP BY (at AT TIME ZONE 'UTC')::date, currency, shop_id) AS d
                WHERE d.day <> 0 OR d.product <> 0
                """, as: Int.self)
            #expect(days == 0)
        }
    }

    @Test("the same message twice, or an old one, counts once")
    func sameMessageTwice() async throws {
        try await AnalyticsWorld.lend { world in
            let facts: [Fact] = [
                .reference(Names.order(1)), .reference(Names.order(1)), .reference(Names.order(1), version: 2),
            ]
            try await world.tell(facts)
            for fact in facts { try await world.tell([fact]) }
            let reply = try await world.summary(.today, at: Names.noon.hours(1))
            #expect(reply.now.gmv == 5_830)
            #expect(try await world.rollups() == world.recomputed())
        }
    }

    @Test("a figure that cannot be true is a failure with its field, and harms nobody else")
    func figureCannotTrue() async throws {
        try await AnalyticsWorld.lend { world in
            let facts: [Fact] = [
                .reference(Names.order(1)), .order(Names.order(2), [line("mug", -5, open: 1)]),
                .order(Names.order(3), [line("mug", 700, open: 1)]),
            ]
            let messages = facts.map { Received(Metadata(name: Fact.names[0], tenant: Names.tenant), $0) }
            let outcomes = try await world.handle(FactHandler(), messages).map(\.outcome)
            let refused = Outcome.reject(
                reason: "a figure of the message cannot be true", detail: "lines[0].original")
            #expect(outcomes == [.done, refused, .done])
            #expect(try await world.summary(.today, at: Names.noon.hours(1)).now.gmv == 5_830 + 700)
        }
    }

    @Test("settings and rates that cannot be read are refused, and older settings change nothing")
    func settingsRatesCannot() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(zone: "Asia/Tokyo", currency: .jpy, version: 2)
            try await world.settle(zone: "UTC", currency: .usd, version: 1)
            let reply = try await world.summary(.today, at: Names.noon)
            #expect(reply.zone == "Asia/Tokyo" && reply.currency == "JPY")
            let bad = [
                ("2026-02-30", ["USD": "1.1"]), ("2026-01-05", ["USD": "0"]), ("2026-01-05", ["USD": "1,1"]),
            ].map { ExchangeRatesPublished(day: $0, perEuro: $1) }
            let messages = bad.map { Received(Metadata(name: ExchangeRatesPublished.name, tenant: .platform), $0) }
            for decision in try await world.handle(ExchangeRatesPublishedHandler(), messages) {
                guard case .reject = decision.outcome else {
                    Issue.record("\(decision.outcome)")
                    continue
                }
            }
            // A currency that nobody knows is no reason to lose the others.
            try await world.publish("2026-01-05", ["USD": "1.1", "ZZZ": "3"])
            #expect(try await world.count("rates") == 1)
        }
    }

    @Test("two instances that race count everything once, and answer over the broker")
    func twoInstancesRace() async throws {
        try await AnalyticsWorld.lend { world in
            try await withBroker { broker in
                var dice = SeededGenerator(seed: 7)
                var facts = (0..<60).flatMap { RandomFacts.make(Names.order(UInt8($0)), using: &dice) }
                facts += facts.prefix(100)
                facts.shuffle(using: &dice)
                let settings = SettingsChanged(
                    version: 1, zone: "Asia/Kolkata", currency: .eur, lowStockThreshold: 0, safetyBuffer: 0,
                    isAutomationOn: true, channelTakesZero: true)
                let rates = ExchangeRatesPublished(
                    day: "2026-01-01", perEuro: ["USD": "1.1731", "JPY": "183.91", "GBP": "0.8712"])
                try await world.running(instances: 2, broker: broker.url) { publisher, client in
                    try await publisher.send(facts.prefix(facts.count / 2).map(\.body))
                    // They come in the middle, so some facts were counted in dollars, or wait for their rate.
                    try await publisher.send([settings])
                    try await publisher.send([rates], tenant: .platform)
                    try await publisher.send(facts.suffix(facts.count - facts.count / 2).map(\.body))
                    try await eventually(within: .seconds(120), "everything is counted in the new currency") {
                        try await world.isSettled(messages: facts.count + 2)
                    }
                    let caller = Caller(tenants: [Names.tenant], actor: "test")
                    let reply = try await client.ask(SummaryGet(window: .all), as: caller, within: .seconds(60))
                    #expect(reply.currency == "EUR" && reply.zone == "Asia/Kolkata")
                    #expect(reply.now.paidOrders > 10)
                    #expect(reply.unconverted.isEmpty)
                    let total = try await world.database.first(
                        "SELECT sum(gmv)::bigint FROM rollups WHERE grain = 'halfHour' AND currency = 'EUR'",
                        as: Int64.self)
                    #expect(reply.now.gmv == total)
                }
                #expect(try await world.rollups() == world.recomputed())
                #expect(try await world.count("failures") == 0)
            }
        }
    }
}

extension Fact {
    /// The message itself.
    var body: any Message {
        switch self {
        case .order(let body): body
        case .returned(let body): body
        case .short(let body): body
        case .ready(let body): body
        case .labelBought(let body): body
        case .labelFailed(let body): body
        case .labelVoided(let body): body
        case .shipAccepted(let body): body
        case .tracked(let body): body
        case .delivered(let body): body
        }
    }
}

extension AnalyticsWorld {
    /// Runs instances of Analytics, each with connections of its own, while the body runs.
    func running<Value: Sendable>(
        instances: Int, broker: String, _ body: (TestPublisher, RequestClient) async throws -> Value
    ) async throws -> Value {
        let address = try AMQPConfiguration(url: broker)
        let topology = Topology.broker(for: App.name)
        let publisher = try AMQPPublisher(address, topology: topology, logger: silent)
        let client = try RequestClient(name: "gateway.test", broker: address, logger: silent)
        var pools: [PostgresPool] = []
        var services: [any Service] = [client]
        var running: [Messaging] = []
        for _ in 0..<instances {
            let pool = PostgresPool(try Self.configuration(roles.worker), logger: silent)
            let messaging = try Messaging(
                service: App.name, broker: address, database: pool, topology: topology, router: Topology.route,
                lanes: Subscriptions.lanes(batch: 20), requests: Subscriptions.requests(), tenantRole: roles.tenant,
                logger: silent)
            services += [
                messaging, try Worker(WorkQueue(pool), messaging, kinds: Subscriptions.work(), logger: silent),
            ]
            pools.append(pool)
            running.append(messaging)
        }
        let (group, all) = (ServiceGroup(services: services, gracefulShutdownSignals: [], logger: silent), running)
        let result = try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let result: Result<Value, any Error>
            do {
                try await eventually("all connections are up") {
                    client.troubles().isEmpty && all.allSatisfy { $0.troubles().isEmpty }
                }
                result = .success(try await body(TestPublisher(publisher: publisher), client))
            } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
        await publisher.close(within: .seconds(5))
        for pool in pools { await pool.close() }
        return try result.get()
    }

    /// Whether every message is handled, and nothing is still to be converted.
    func isSettled(messages: Int) async throws -> Bool {
        guard try await count("inbox") == messages, try await count("deferred") == 0 else { return false }
        guard try await count("work") == 0 else { return false }
        return try await count("orders", "lacks_rate OR target <> 'EUR'") == 0
    }
}

/// Publishes as other services would.
struct TestPublisher: Sendable {
    let publisher: AMQPPublisher

    func send(_ bodies: [any Message], tenant: TenantID = Names.tenant) async throws {
        let encoder = JSONEncoder()
        let publications = try bodies.map { body in
            let name = type(of: body).name
            return Publication(
                exchange: "shop.events", routingKey: name.rawValue,
                properties: MessageProperties(
                    contentType: "application/json", messageID: UUID.v7().text, type: name.rawValue,
                    headers: [WireHeader.tenant: .string(tenant.description)]),
                body: Array(try encoder.encode(body)))
        }
        let outcomes = try await publisher.publish(publications)
        guard outcomes.allSatisfy({ $0 == .confirmed }) else { throw NotTaken(outcomes: outcomes) }
    }

    struct NotTaken: Error { let outcomes: [PublishOutcome] }
}
