import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Ingestion

/// An outside producer at a real broker, under a user of its own with the rights of docs/producers.md.
@Suite(.timeLimit(.minutes(5)))
struct ProducerTests {
    @Test("its orders are accepted; another's key and name are refused by the broker; what is wrong is its own brand's")
    func producer() async throws {
        try await Bench.run { bench in
            try await bench.connect()
            let user = "acme-\(UUID().uuidString.prefix(8))"
            try await bench.database.run(
                "INSERT INTO producers (tenant_id, user_name) VALUES (\(Bench.tenant.uuid), \(user))")
            try await withBroker { broker in
                try await Self.hearing(bench, broker) {
                    try await broker.withProducer(
                        user, exchange: "shop.webhooks", keys: "^in\\.\(user)\\."
                    ) { url in
                        try await Self.accepts(bench, url, user)
                        try await Self.refuses(url, user)
                        try await Self.blames(bench, url, user)
                    }
                }
            }
        }
    }

    // MARK: Steps

    private static func accepts(_ bench: Bench, _ url: String, _ user: String) async throws {
        #expect(try await publish(SubmittedOrderTests.order("A-1"), url, user) == [.confirmed])
        try await eventually(within: .seconds(60), "the order is accepted") {
            try await bench.database.first(
                "SELECT count(*) FROM orders WHERE channel_order = 'A-1' AND version = 1", as: Int.self) == 1
        }
        let source = try await bench.database.first("SELECT source FROM order_events", as: String.self)
        #expect(source == OrderSource.outside.rawValue)
    }

    /// The broker closes the channel: 403 is "access refused", 406 "precondition failed" (AMQP 0-9-1, §1.1).
    private static func refuses(_ url: String, _ user: String) async throws {
        for (key, name, code) in [("in.other.order", user, 403), ("in.\(user).order", "other", 406)] {
            let publisher = try AMQPPublisher(AMQPConfiguration(url: url), logger: silent)
            publisher.publish([try publication(SubmittedOrderTests.order("A-2"), name, key)]) { _ in }
            let result = await outcome {
                try await eventually(within: .seconds(60), "\(key) of \(name) is refused with \(code)") {
                    guard case .down(let reason) = publisher.health.condition else { return false }
                    return reason.contains("(\(code))")
                }
            }
            await publisher.close(within: .milliseconds(10))
            try result.get()
        }
    }

    private static func blames(_ bench: Bench, _ url: String, _ user: String) async throws {
        var order = SubmittedOrderTests.order("A-3")
        order.lines[0].units.outOfStock = -1
        #expect(try await publish(order, url, user) == [.confirmed])
        try await eventually(within: .seconds(60), "it is a failure") { try await bench.count("failures") == 1 }
        let failure = try await bench.database.first("SELECT tenant_id, cause FROM failures", as: (UUID, String).self)
        #expect(failure?.0 == Bench.tenant.uuid)
        #expect(failure?.1 == "the order cannot be read")
        let kept = try await bench.database.first("SELECT count(*) FROM orders WHERE version > 0", as: Int.self)
        #expect(kept == 1, "of what was refused nothing is left but a place, which housekeeping takes away")
    }

    // MARK: Help

    private static func publication(
        _ order: OrderSubmitted, _ user: String, _ key: String
    ) throws -> Publication {
        let properties = MessageProperties(
            contentType: "application/json", messageID: UUID().uuidString, type: OrderSubmitted.name.rawValue,
            userID: user)
        return Publication(
            exchange: "shop.webhooks", routingKey: key, properties: properties,
            body: Array(try JSONEncoder().encode(order)))
    }

    private static func publish(_ order: OrderSubmitted, _ url: String, _ user: String) async throws -> [PublishOutcome]
    {
        let publisher = try AMQPPublisher(AMQPConfiguration(url: url), logger: silent)
        let message = try publication(order, user, "in.\(user).order")
        let result = await outcome { try await publisher.publish([message], deadline: .seconds(60)) }
        await publisher.close(within: .seconds(5))
        return try result.get()
    }

    /// Runs the lane of webhooks while the body runs.
    private static func hearing(
        _ bench: Bench, _ broker: TestBroker, _ body: () async throws -> Void
    ) async throws {
        let handlers = Subscriptions.Handlers(
            webhookReceived: WebhookReceivedHandler(
                vault: bench.desk.orders.vault, signatures: [:], queue: bench.queue),
            orderSubmitted: OrderSubmittedHandler(store: bench.desk.orders, buyerKey: bench.desk.buyerKey),
            channelStockSet: ChannelStockSetHandler(queue: bench.queue),
            orderShip: OrderShipHandler(queue: bench.queue),
            trackingFix: TrackingFixHandler(queue: bench.queue),
            historyTell: HistoryTellHandler(queue: bench.queue))
        let messaging = try Messaging(
            service: App.name, broker: AMQPConfiguration(url: broker.url), database: bench.database,
            topology: Topology.broker(for: App.name),
            router: { Route(exchange: "shop.events", key: $0.rawValue, isMandatory: false) },
            lanes: Subscriptions.lanes(handlers, batch: 10), vault: bench.desk.orders.vault, logger: silent)
        try await serving([messaging]) {
            try await eventually(within: .seconds(60), "it hears") { messaging.troubles().isEmpty }
            try await body()
        }
    }
}
