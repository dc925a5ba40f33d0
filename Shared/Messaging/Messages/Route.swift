public import Contracts

/// Where a message is published.
public struct Route: Sendable, Hashable {
    /// The exchange.
    public let exchange: String
    /// The routing key.
    public let key: String
    /// Whether a queue must take it: so wherever the topology lists a consumer.
    public let isMandatory: Bool

    /// A place to publish to.
    public init(exchange: String, key: String, isMandatory: Bool) {
        self.exchange = exchange
        self.key = key
        self.isMandatory = isMandatory
    }
}

/// Decides where messages are published, by name.
public typealias Router = @Sendable (MessageName) -> Route
