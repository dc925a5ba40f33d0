import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import ServiceLifecycle
import TestKit
import Testing

@testable import Inventory

/// Three instances of Inventory on one broker and one database, and more orders than there is stock.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct OversellTests {
    static let orders = 500
    static let units = 100

    @Test("500 orders on 100 units: exactly 100 of each are reserved", arguments: [1, 200], [UInt64(1), 2])
    func with500Orders100(batch: Int, seed: UInt64) async throws {
        try await StockRoom.lend { room in
            try await withBroker { broker in
                try await room.put(Self.units, of: Names.shirt)
                try await room.put(Self.units, of: Names.mug)
                let messages = Self.messages(seed: seed)
                try await room.running(instances: 3, batch: batch, broker: broker.url) { publisher in
                    try await publisher.send(messages)
                    try await eventually(within: .seconds(120), "all orders are decided and nobody can be served") {
                        try await room.isSettled(orders: Self.orders, broker)
                    }
                }
                #expect(try await room.level(Names.shirt) == [Self.units, Self.units, 0])
                #expect(try await room.level(Names.mug) == [Self.units, Self.units, 0])
                #expect(try await room.discrepancies() == 0)
                #expect(try await room.count("orders", "state = 'reserved'") == Self.units)
                #expect(try await room.count("orders", "state = 'released'") == Self.orders / 10)
                #expect(try await room.count("failures") == 0)
                #expect(try await room.count("deferred") == 0)
                #expect(try await room.deadlocks() == 0, "rows are locked in the order of their keys")
            }
        }
    }

    /// Every order wants one shirt and one mug, every second one in the opposite order of lines; each tenth is
    /// cancelled, before, after or without ever being seen; a third comes twice; all of it shuffled.
    static func messages(seed: UInt64) -> [OrderChanged] {
        var generator = SeededGenerator(seed: seed)
        var messages: [OrderChanged] = []
        for number in 0..<orders {
            let id = OrderID(UUID.v7())
            let lines = [line("shirt", open: 1), line("mug", open: 1)]
            let placed = order(id, paid: Int64(number), lines: number.isMultiple(of: 2) ? lines : lines.reversed())
            let gone = [line("shirt", cancelled: 1), line("mug", cancelled: 1)]
            let cancelled = order(id, version: 2, status: .cancelled, paid: Int64(number), lines: gone)
            if !number.isMultiple(of: 30) { messages.append(placed) }
            if number.isMultiple(of: 3) { messages.append(placed) }
            if number.isMultiple(of: 10) { messages.append(cancelled) }
        }
        return messages.shuffled(using: &generator)
    }
}

extension StockRoom {
    /// Runs instances of Inventory's lanes, each with connections of its own, while the body runs.
    func running<Value: Sendable>(
        instances: Int, batch: Int, broker: String, lanes: ((Int) -> [Lane])? = nil,
        _ body: (TestPublisher) async throws -> Value
    ) async throws -> Value {
        let publisher = try AMQPPublisher(
            AMQPConfiguration(url: broker), topology: Topology.broker(for: "inventory"), logger: silent)
        var pools: [PostgresPool] = []
        var groups: [ServiceGroup] = []
        for _ in 0..<instances {
            let worker = try TestRoles(of: "inventory", in: url).worker
            let pool = PostgresPool(try StockRoom.configuration(worker), logger: silent)
            let messaging = try Messaging(
                service: "inventory", broker: AMQPConfiguration(url: broker), database: pool,
                topology: Topology.broker(for: "inventory"),
                router: { name in
                    let isOurs = Topology.consumers(of: name).contains { $0.service == "inventory" }
                    return Route(exchange: "shop.events", key: name.rawValue, isMandatory: isOurs)
                },
                lanes: lanes?(batch) ?? Subscriptions.lanes(batch: batch), logger: silent)
            pools.append(pool)
            groups.append(ServiceGroup(services: [messaging], gracefulShutdownSignals: [], logger: silent))
        }
        let all = groups
        let result = try await withThrowingTaskGroup { tasks in
            for group in all { tasks.addTask { try await group.run() } }
            let result = await outcome { try await body(TestPublisher(publisher: publisher)) }
            for group in all { await group.triggerGracefulShutdown() }
            try await tasks.waitForAll()
            return result
        }
        await publisher.close(within: .seconds(5))
        for pool in pools { await pool.close() }
        return try result.get()
    }

    /// Whether every order is decided, no queue holds anything and nobody who waits could be served.
    func isSettled(orders: Int, _ broker: TestBroker) async throws -> Bool {
        guard try await count("orders", "version > 0") == orders else { return false }
        let servable = try await count(
            "orders",
            """
            state = 'waiting' AND NOT EXISTS (SELECT FROM needs n JOIN levels l USING (tenant_id, sku_id, location_id)
                WHERE n.order_id = orders.order_id AND n.wanted - n.reserved > l.on_hand - l.reserved - l.held)
            """)
        guard servable == 0 else { return false }
        let queues = try await broker.queues().filter { $0.name.hasPrefix("inventory.") }
        return !queues.isEmpty && queues.allSatisfy { $0.messages == 0 }
    }
}

/// Publishes as Ingestion would.
struct TestPublisher: Sendable {
    let publisher: AMQPPublisher

    func send<Body: Message>(_ bodies: [Body], tenant: TenantID = Names.tenant) async throws {
        let encoder = JSONEncoder()
        let publications = try bodies.map { body in
            Publication(
                exchange: "shop.events", routingKey: Body.name.rawValue,
                properties: MessageProperties(
                    contentType: "application/json", messageID: UUID.v7().text, type: Body.name.rawValue,
                    headers: [WireHeader.tenant: .string(tenant.description)]),
                body: Array(try encoder.encode(body)))
        }
        // Each tenth twice under its own id, as after a lost confirm.
        let repeats = publications.enumerated().filter { $0.offset.isMultiple(of: 10) }.map(\.element)
        let outcomes = try await publisher.publish(publications + repeats)
        guard outcomes.allSatisfy({ $0 == .confirmed }) else { throw NotTaken(outcomes: outcomes) }
    }

    struct NotTaken: Error { let outcomes: [PublishOutcome] }
}
