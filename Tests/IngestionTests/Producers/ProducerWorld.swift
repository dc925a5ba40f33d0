import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Outbound
import Postgres
import ServiceLifecycle
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

/// Ingestion's lanes on a real broker, and one outside producer with a user of its own.
struct ProducerWorld: Sendable {
    let bench: Bench
    let broker: TestBroker
    /// The producer's user.
    let user: String
    let publisher: AMQPPublisher
    let shop: Ingestion.Connection

    static let signature = WebhookSignature(appKey: "abcdef", secret: Credential("123"))

    static func run(_ body: (ProducerWorld) async throws -> Void) async throws {
        try await withBroker { broker in
            try await Bench.run { bench in
                let user = "acme\(UUID().uuidString.lowercased().prefix(8))"
                let exchange = "shop.webhooks"
                let messaging = try messaging(bench, broker)
                let group = ServiceGroup(services: [messaging], logger: silent)
                async let running: Void = group.run()
                let result = await outcome {
                    try await eventually("the lanes are up") { messaging.troubles().isEmpty }
                    try await broker.withProducer(user, exchange: exchange, keys: #"^in\.\#(user)\."#) { url in
                        try await speak(bench, broker, user, url, body)
                    }
                }
                await group.triggerGracefulShutdown()
                try await running
                try result.get()
            }
        }
    }

    private static func speak(
        _ bench: Bench, _ broker: TestBroker, _ user: String, _ url: String,
        _ body: (ProducerWorld) async throws -> Void
    ) async throws {
        let shop = try await bench.connect()
        try await bench.connect("8888", tenant: Bench.otherTenant, openID: "open-2")
        try await WebhooksTests.allow(user, shop.tenant, nil, bench)
        let publisher = try AMQPPublisher(try AMQPConfiguration(url: url), logger: silent)
        let world = ProducerWorld(bench: bench, broker: broker, user: user, publisher: publisher, shop: shop)
        let result = await outcome { try await body(world) }
        await publisher.close(within: .zero)
        try result.get()
    }

    private static func outcome(_ body: () async throws -> Void) async -> Result<Void, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    private static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    private static func messaging(_ bench: Bench, _ broker: TestBroker) throws -> Messaging {
        let queue = bench.queue
        let handlers = Subscriptions.Handlers(
            webhooks: Webhooks(vault: bench.desk.orders.vault, signatures: [signature], queue: queue),
            submittedOrders: SubmittedOrders(store: bench.desk.orders, buyerKey: bench.desk.buyerKey),
            stockWishes: StockWishes(queue: queue), shipWishes: ShipWishes(queue: queue),
            trackingWishes: TrackingWishes(queue: queue))
        return try Messaging(
            service: "ingestion", broker: AMQPConfiguration(url: broker.url), database: bench.database,
            topology: Topology.broker(for: "ingestion"), router: Topology.route,
            lanes: Subscriptions.lanes(handlers, batch: 50), drainDeadline: .seconds(5), logger: silent)
    }

    // MARK: Speaking

    /// Sends bytes under the producer's own user and key.
    @discardableResult
    func send(
        _ body: [UInt8], type: String = OrderSubmitted.name.rawValue, id: String? = nil, userID: String?? = nil,
        key: String? = nil, contentType: String = "application/json", headers: Headers = Headers(),
        within deadline: Duration = .seconds(30)
    ) async -> [PublishOutcome]? {
        let properties = MessageProperties(
            contentType: contentType, messageID: id ?? UUID().uuidString, type: type, userID: userID ?? user,
            headers: headers)
        let publication = Publication(
            exchange: "shop.webhooks", routingKey: key ?? "in.\(user).x", properties: properties, body: body)
        return try? await publisher.publish([publication], deadline: deadline)
    }

    /// Failures by now: sentence and what was particular.
    func failures() async throws -> [String] {
        try await bench.database.rows("SELECT cause || ': ' || detail FROM failures ORDER BY 1", as: String.self)
    }
}
