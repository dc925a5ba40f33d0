import AMQP
import BenchKit
import Contracts
import Foundation
import PlatformKit
import Postgres
import TestKit

/// An outside producer under a broker user of its own, who may speak for all brands.
struct Producer: Sendable {
    private static let user = "bench-producer"
    private let publisher: AMQPPublisher

    /// Lets it in, as docs/producers.md says, while the body runs.
    static func run<Value: Sendable>(
        on ground: Ground, for brands: [Brand], _ body: (Producer) async throws -> Value
    ) async throws -> Value {
        for brand in brands {
            try await ground.platform.database.run(
                "INSERT INTO ingestion.producers (tenant_id, user_name) VALUES (\(brand.tenant)::uuid, \(user))")
        }
        return try await ground.broker.withProducer(
            user, exchange: Topology.Exchange.webhooks.rawValue, keys: "^in\\.\(user)\\."
        ) { url in
            let publisher = try AMQPPublisher(AMQPConfiguration(url: url), logger: silent)
            let result = await outcome { try await body(Producer(publisher: publisher)) }
            await publisher.close(within: .seconds(5))
            return try result.get()
        }
    }

    /// Tells all of these, in this order, as fast as the broker confirms them; returns when it has them all.
    ///
    /// - Parameter messages: Each with its own id; one that is told twice has the same both times.
    func tell(_ messages: [(id: String, body: [UInt8])]) async throws {
        for start in stride(from: 0, to: messages.count, by: 1000) {
            let part = messages[start..<min(start + 1000, messages.count)]
            let outcomes = try await publisher.publish(part.map(publication), deadline: .seconds(60))
            guard outcomes.allSatisfy({ $0 == .confirmed }) else { throw NotTaken() }
        }
    }

    private func publication(_ message: (id: String, body: [UInt8])) -> Publication {
        Publication(
            exchange: Topology.Exchange.webhooks.rawValue, routingKey: "in.\(Self.user).order",
            properties: MessageProperties(
                contentType: "application/json", messageID: message.id, type: OrderSubmitted.name.rawValue,
                userID: Self.user),
            body: message.body)
    }

    struct NotTaken: Error, CustomStringConvertible {
        let description = "the broker has not confirmed every order"
    }
}
