import Contracts

/// The broker's users as an administrator makes them: each with its rights and no more. Their passwords are their
/// names; users belong to the broker, so all tests share them, and their rights to the virtual host.
public enum BrokerUsers {
    /// Makes the exchanges, which no service may make, and the users.
    ///
    /// - Returns: AMQP addresses by the users' names.
    public static func make(in broker: TestBroker) async throws -> [String: String] {
        for exchange in Topology.Exchange.allCases {
            try await broker.declareExchange(exchange.rawValue, type: exchange == .requests ? "direct" : "topic")
        }
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
}
