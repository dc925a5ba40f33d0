import AMQP
import Foundation
import TestKit
import Testing

/// `amqps`, against a broker of the test's own that speaks it.
@Suite(.enabled(if: PrivateBroker.isAvailable, "needs RabbitMQ's own scripts and openssl"), .timeLimit(.minutes(5)))
struct TLSTests {
    /// One test, as the broker takes longer to start than all the rest.
    @Test("only the broker that the authority vouches for is spoken to, under its name, by TLS 1.2 or later")
    func onlyBrokerAuthority()
        async throws
    {
        try await PrivateAuthority.lend { authority in
            try await PrivateBroker.run(authority) { broker in
                let trusted = AMQPConfiguration.TLS(caFile: authority.certificate)
                try await taken("amqps://localhost:\(broker.port)", trusted)

                let stranger = AMQPConfiguration.TLS(caFile: authority.stranger)
                let nobody = "signed by nobody in \(authority.stranger)"
                try await refused("amqps://localhost:\(broker.port)", stranger, nobody)
                // The certificate is made out to localhost alone.
                try await refused("amqps://127.0.0.1:\(broker.port)", trusted, "another name than 127.0.0.1")
                var nameless = trusted
                nameless.verifiesHostname = false
                try await taken("amqps://127.0.0.1:\(broker.port)", nameless)
                try await repaired("amqps://localhost:\(broker.port)", trusted)

                let old = try await broker.listenInOldTLS()
                let speaks = try await authority.shakesHands(with: "localhost:\(old)", PrivateAuthority.oldHands)
                #expect(speaks, "or the next would be refused for another reason")
                try await refused("amqps://localhost:\(old)", trusted, "TLS 1.2")

                try await refused("amqps://localhost:\(broker.plainPort)", trusted, "no TLS at all")
                try await refused("amqp://localhost:\(broker.port)", nil, "amqps://")
            }
        }
    }

    private static let topology = BrokerTopology(queues: [.quorum("orders")])

    private func configuration(_ url: String, _ tls: AMQPConfiguration.TLS?) throws -> AMQPConfiguration {
        var configuration = try AMQPConfiguration(url: url, tls: tls)
        configuration.longestPause = .milliseconds(300)
        return configuration
    }

    /// A message is published, confirmed and received.
    private func taken(_ url: String, _ tls: AMQPConfiguration.TLS) async throws {
        let configuration = try configuration(url, tls)
        let publisher = try AMQPPublisher(configuration, topology: Self.topology, logger: silent)
        let outcome = try await publisher.publish([numbered(1, to: "orders")], deadline: .seconds(120))
        #expect(outcome == [.confirmed])
        await publisher.close()
        let consumer = try AMQPConsumer(
            configuration, queue: "orders", prefetch: 1, topology: Self.topology, logger: silent)
        let delivery = try #require(await consumer.take(1).first)
        #expect(delivery.number == 1)
        consumer.acknowledge(through: delivery.receipt)
        await consumer.close()
    }

    /// The authority's file is away when the connection begins, as while it is replaced.
    private func repaired(_ url: String, _ tls: AMQPConfiguration.TLS) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).crt").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        var configuration = try configuration(url, tls)
        configuration.tls?.caFile = file
        let publisher = try AMQPPublisher(configuration, topology: Self.topology, logger: silent)
        try await eventually(within: .seconds(60), "the missing file is told") {
            if case .down = publisher.health.condition { true } else { false }
        }
        #expect("\(publisher.health.condition)".contains(file))
        try FileManager.default.copyItem(atPath: tls.caFile, toPath: file)
        let outcome = try await publisher.publish([numbered(1, to: "orders")], deadline: .seconds(120))
        #expect(outcome == [.confirmed])
        await publisher.close()
    }

    /// The connection does not come up, for a reason in which the words are found.
    private func refused(_ url: String, _ tls: AMQPConfiguration.TLS?, _ words: String) async throws {
        let configuration = try configuration(url, tls)
        let publisher = try AMQPPublisher(configuration, topology: Self.topology, logger: silent)
        let start = ContinuousClock.now
        try await eventually(within: .seconds(60), "\(url) is refused") {
            if case .down = publisher.health.condition { true } else { false }
        }
        #expect(ContinuousClock.now - start < .seconds(30), "\(url): ten seconds are the limit of each step")
        let condition = publisher.health.condition
        #expect("\(condition)".contains(words), "\(url)")
        #expect(publisher.health.connections == 0)
        await publisher.close(within: .zero)
    }
}
