import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Inventory as people meet it: its lanes, requests and work on a stock room of the test's own, and a gateway that
/// asks.
struct StockCounter: Sendable {
    let room: StockRoom
    let broker: TestBroker
    let client: RequestClient
    private let messaging: Messaging
    private let worker: Worker

    /// Two people of one brand, one of another, and an agency that speaks for both brands.
    static let ann = Caller(tenants: [Names.tenant], actor: "ann")
    static let bob = Caller(tenants: [Names.tenant], actor: "bob")
    static let eve = Caller(tenants: [Names.other], actor: "eve")
    static let agency = Caller(tenants: [Names.tenant, Names.other], actor: "agency")

    /// Queues in which tests find what Inventory tells others.
    private static let heard = BrokerTopology(
        queues: [.quorum("test.changed"), .quorum("test.risen"), .quorum("test.actions"), .quorum("test.low")],
        bindings: [
            .init(exchange: "shop.events", routingKey: StockChanged.name.rawValue, queue: "test.changed"),
            .init(exchange: "shop.events", routingKey: StockRisen.name.rawValue, queue: "test.risen"),
            .init(exchange: "shop.events", routingKey: ActionTaken.name.rawValue, queue: "test.actions"),
            .init(exchange: "shop.events", routingKey: StockLow.name.rawValue, queue: "test.low"),
        ])

    /// Runs Inventory while the body runs.
    static func open<Value: Sendable>(_ body: (StockCounter) async throws -> Value) async throws -> Value {
        try await StockRoom.lend { room in
            try await withBroker { broker in
                let pool = PostgresPool(
                    try StockRoom.configuration(TestRoles(of: App.name, in: room.url).worker), logger: silent)
                let counter = try StockCounter(room, broker, pool)
                let result = await outcome { try await counter.serve(body) }
                await pool.close()
                return try result.get()
            }
        }
    }

    private init(_ room: StockRoom, _ broker: TestBroker, _ pool: PostgresPool) throws {
        let address = try AMQPConfiguration(url: broker.url)
        self.room = room
        self.broker = broker
        client = try RequestClient(name: "gateway.test", broker: address, logger: silent)
        messaging = try Messaging(
            service: App.name, broker: address, database: pool,
            topology: Topology.broker(for: App.name).merging(Self.heard),
            router: { Route(exchange: "shop.events", key: $0.rawValue, isMandatory: false) },
            lanes: Subscriptions.lanes(batch: 200), requests: Subscriptions.requests(),
            tenantRole: TestRoles(of: App.name, in: room.url).tenant, logger: silent)
        worker = try Worker(
            WorkQueue(pool), messaging, kinds: Subscriptions.work(), name: "test", poll: .milliseconds(50),
            logger: silent)
    }

    private func serve<Value: Sendable>(_ body: (StockCounter) async throws -> Value) async throws -> Value {
        try await serving([client, messaging, worker]) {
            try await eventually("all connections are up") {
                messaging.troubles().isEmpty && client.troubles().isEmpty
            }
            return try await body(self)
        }
    }
}

// MARK: - Asking

extension StockCounter {
    @discardableResult
    func ask<Question: Request>(
        _ question: Question, as caller: Caller = StockCounter.ann, key: String? = nil
    ) async throws -> Question.Reply {
        try await client.ask(question, as: caller, within: .seconds(60), idempotencyKey: key)
    }

    /// The refusal with which a question is answered; an issue when there is none.
    func refusal<Question: Request>(
        _ question: Question, as caller: Caller = StockCounter.ann, key: String? = nil
    ) async -> Refusal? {
        do {
            let reply = try await ask(question, as: caller, key: key)
            Issue.record("answered: \(reply)")
        } catch RequestTrouble.refused(let refusal) {
            return refusal
        } catch {
            Issue.record(error)
        }
        return nil
    }

    /// Kind, code and field of the refusal: what a program reads.
    func refused<Question: Request>(
        _ question: Question, as caller: Caller = StockCounter.ann, key: String? = nil
    ) async -> [String?] {
        let refusal = await refusal(question, as: caller, key: key)
        return [refusal?.kind.rawValue, refusal?.code, refusal?.field]
    }

    /// What was told to one of the test's queues so far, oldest first.
    func events<Event: Message>(_ type: Event.Type, from queue: String, count: Int) async throws -> [Event] {
        try await eventually("\(count) messages are in \(queue)") { try await broker.queue(queue)?.ready == count }
        return try await broker.take(count, from: queue).map { try JSONDecoder().decode(Event.self, from: $0.payload) }
    }
}
