import Logging
import Synchronization

/// The consumer's side of its connection's thread: hands deliveries on, carries out acknowledgements and the drain.
final class ConsumerRole<Item: Sendable>: ConnectionRole {
    private let inbox: DeliveryInbox<Item>
    private let queue: String
    private let prefetch: Int
    private let topology: BrokerTopology
    private let logger: Logger
    private let opening: @Sendable (Delivery) -> Item
    private var arrived: [Item] = []
    /// Counts connections, so that a tag of an old one is never acknowledged on a new one.
    private var generation = 0
    private var unsettled = Unsettled()
    private var hasBegun: Bool
    private var isCancelled = false
    /// Several instances would declare a deleted queue in one instant, which RabbitMQ 3.10 can take for two: see
    /// ``FirstDeclaration``. Between one and two seconds, by the jitter, they hardly meet.
    private let restAfterDeletion = Duration.seconds(2)
    private(set) var leastPause = Duration.zero
    private let tag = "shop-os"

    init(
        _ inbox: DeliveryInbox<Item>, _ queue: String, _ prefetch: Int, _ topology: BrokerTopology, begins: Bool,
        _ logger: Logger, _ opening: @escaping @Sendable (Delivery) -> Item
    ) {
        hasBegun = begins
        self.inbox = inbox
        self.queue = queue
        self.prefetch = prefetch
        self.topology = topology
        self.logger = logger
        self.opening = opening
    }

    func opened(_ link: Link) throws(AMQPError) {
        generation += 1
        unsettled = Unsettled()
        leastPause = .zero
        try link.declare(topology)
        if isCancelled { return inbox.runDry() }
        if hasBegun { try link.consume(queue, prefetch: prefetch, tag: tag) }
    }

    func received(_ event: LinkEvent, _ link: Link) throws(AMQPError) {
        switch event {
        case .delivered(let tag, let isRedelivered, let exchange, let routingKey, let properties, let body, let size):
            unsettled.delivered(tag)
            arrived.append(
                opening(
                    Delivery(
                        receipt: Receipt(generation: generation, tag: tag), isRedelivered: isRedelivered,
                        exchange: exchange, routingKey: routingKey, properties: properties, body: body, size: size)))
        case .consumerCancelled:
            leastPause = restAfterDeletion
            throw AMQPError(.refused, "the broker ended the subscription of \(queue)")
        case .consumerStopped:
            inbox.deliver(&arrived)
            inbox.runDry()
        default: break
        }
    }

    func proceed(_ link: Link) throws(AMQPError) -> Progress {
        inbox.deliver(&arrived)
        let (orders, isClosing) = inbox.takeOrders()
        // Noted first: where an acknowledgement before it meets a broken connection, it counts all the same.
        for case .cancel in orders { isCancelled = true }
        for order in orders { try carryOut(order, link) }
        inbox.unsettled.store(unsettled.count, ordering: .relaxed)
        return isClosing ? .finished : .wait()
    }

    func lost(_ error: AMQPError) -> Progress {
        arrived.removeAll()
        inbox.unsettled.store(0, ordering: .relaxed)
        inbox.forgetDeliveries()
        return waitWithoutConnection()
    }

    /// Acknowledgements of a lost connection are for nothing; a cancellation and the end count all the same.
    func waitWithoutConnection() -> Progress {
        let (orders, isClosing) = inbox.takeOrders()
        for case .cancel in orders { isCancelled = true }
        for case .begin in orders { hasBegun = true }
        if isCancelled { inbox.runDry() }
        return isClosing ? .finished : .wait()
    }

    func ended(_ error: AMQPError) {
        inbox.end()
    }

    private func carryOut(_ order: ConsumerOrder, _ link: Link) throws(AMQPError) {
        switch order {
        case .begin:
            guard !hasBegun, !isCancelled else { return }
            hasBegun = true
            try link.consume(queue, prefetch: prefetch, tag: tag)
        case .acknowledge(let receipt):
            guard receipt.generation == generation else { return }
            try link.acknowledge(through: receipt.tag)
            unsettled.acknowledge(through: receipt.tag)
        case .giveBack(let receipt):
            guard receipt.generation == generation else { return }
            try link.giveBack(receipt.tag)
            unsettled.giveBack(receipt.tag)
        case .cancel:
            guard hasBegun else { return inbox.runDry() }
            try link.stopConsuming(tag: tag)
        }
    }
}
