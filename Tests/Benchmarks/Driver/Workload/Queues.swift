import AMQP
import BenchKit

/// The exchange and the queues between the stages.
enum Queues {
    static let exchange = "w1"
    static let orders = "ingestion.orders"
    static let accepted = "inventory.events"
    static let facts = "analytics.events"

    static let topology = BrokerTopology(
        exchanges: [.init(exchange, .topic)],
        queues: [.quorum(orders), .quorum(accepted), .quorum(facts)],
        bindings: [
            .init(exchange: exchange, routingKey: "order.placed", queue: orders),
            .init(exchange: exchange, routingKey: "order.accepted", queue: accepted),
            .init(exchange: exchange, routingKey: "order.accepted", queue: facts),
            .init(exchange: exchange, routingKey: "stock.*", queue: facts),
        ])
}
