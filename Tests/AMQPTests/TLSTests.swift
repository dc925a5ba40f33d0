import AMQP
import Foundation
import TestKit
import Testing

/// `amqps`, against a broker of the test's own that speaks it.
@Suite(.enabled(if: TLSBroker.isAvailable, "needs RabbitMQ's own scripts and openssl"), .timeLimit(.minutes(5)))
struct TLSTests {
    @Test func `only the broker that the authority vouches for is spoken to, under its name, by TLS 1.2 or later`()
        async throws
    {
        try await TLSBroker.run { broker in
            let trusted = AMQPConfiguration.TLS(caFile: broker.authority)
            try await taken("amqps://localhost:\(broker.port)", trusted)

            let stranger = AMQPConfiguration.TLS(caFile: broker.stranger)
            try await refused("amqps://localhost:\(broker.port)", stranger, "SSL")
            // The certificate is made out to localhost alone.
            try await refused("amqps://127.0.0.1:\(broker.port)", trusted, "SSL")
            var nameless = trusted
            nameless.verifiesHostname = false
            try await taken("amqps://127.0.0.1:\(broker.port)", nameless)

            try await refused("amqps://localhost:\(broker.oldPort)", trusted, "SSL")
            try await refused("amqps://localhost:\(broker.port)", .init(caFile: "/nonexistent.crt"), "/nonexistent.crt")
        }
    }

    private static let topology = BrokerTopology(queues: [.quorum("orders")])

    /// A message is published and confirmed.
    private func taken(_ url: String, _ tls: AMQPConfiguration.TLS) async throws {
        let publisher = try AMQPPublisher(
            AMQPConfiguration(url: url, tls: tls), topology: Self.topology, logger: silent)
        let outcome = try await publisher.publish([numbered(1, to: "orders")], deadline: .seconds(120))
        #expect(outcome == [.confirmed])
        await publisher.close()
    }

    /// The connection does not come up, for a reason in which the words are found.
    private func refused(_ url: String, _ tls: AMQPConfiguration.TLS, _ words: String) async throws {
        let publisher = try AMQPPublisher(
            AMQPConfiguration(url: url, tls: tls), topology: Self.topology, logger: silent)
        try await eventually(within: .seconds(60), "\(url) is refused for \(words)") {
            guard case .down(let reason) = publisher.health.condition else { return false }
            return reason.localizedCaseInsensitiveContains(words)
        }
        #expect(publisher.health.connections == 0)
        await publisher.close(within: .zero)
    }
}
