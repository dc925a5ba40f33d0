import AMQP
import Contracts
import Logging
import Messaging

/// The broker's users as an administrator makes them: each with its rights and no more. Users belong to the broker, so
/// all tests share them, and their rights to the virtual host.
public enum BrokerUsers {
    /// Makes what the topology lists, some of which no service may make, and the users.
    ///
    /// - Parameter authority: The file of who vouches for the broker, where it speaks TLS.
    /// - Returns: AMQP addresses by the users' names.
    public static func make(in broker: TestBroker, authority: String? = nil) async throws -> [String: String] {
        let tls = authority.map { AMQPConfiguration.TLS(caFile: $0) }
        try await apply(Topology.broker, try AMQPConfiguration(url: broker.url, tls: tls))
        var addresses: [String: String] = [:]
        for user in Topology.users {
            addresses[user.name] = try await broker.user(
                user.name, configure: user.configure, write: user.write, read: user.read)
            for topic in user.topics {
                try await broker.limit(
                    user.name, on: topic.exchange.rawValue, write: topic.write, read: topic.read)
            }
        }
        return addresses
    }

    private static func apply(_ topology: BrokerTopology, _ broker: AMQPConfiguration) async throws {
        let publisher = try AMQPPublisher(broker, topology: topology, logger: silent)
        let result = await outcome {
            try await eventually(within: .seconds(120), "the topology is there") {
                publisher.health.condition == .up
            }
        }
        await publisher.close(within: .seconds(5))
        try result.get()
    }
}
