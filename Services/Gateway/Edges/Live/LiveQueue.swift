import AMQP
import Contracts
import Logging
import Messaging
import ServiceLifecycle

/// Listens to what live views hear of, on a queue of this instance's own that comes and goes with it.
struct LiveQueue: Service {
    private let consumer: AMQPConsumer
    private let hub: LiveHub
    private static let prefetch = 1000

    /// Connects; the queue is `gateway.<instance>.live`.
    init(instance: String, broker: AMQPConfiguration, hub: LiveHub, logger: Logger) throws {
        let queue = "gateway.\(instance).live"
        var topology = Topology.broker(for: "gateway")
        topology.queues.append(.exclusive(queue))
        topology.bindings += NewsKind.messages.keys.map {
            .init(exchange: Topology.Exchange.events.rawValue, routingKey: $0.rawValue, queue: queue)
        }
        consumer = try AMQPConsumer(
            broker.named(queue), queue: queue, prefetch: Self.prefetch, topology: topology, logger: logger)
        self.hub = hub
    }

    /// How the connection is doing.
    var health: ConnectionHealth { consumer.health }

    func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await listen() }
                group.addTask { await keepTime() }
                await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            consumer.cancel()
        }
        await consumer.close()
    }

    private func listen() async {
        while let deliveries = await consumer.next(atMost: Self.prefetch) {
            for delivery in deliveries {
                // Only what names its kind and its tenant can be passed on; nothing else is worth a failure here.
                guard let kind = NewsKind.messages[MessageName(delivery.properties.type ?? delivery.routingKey)],
                    let tenant = delivery.properties.headers[WireHeader.tenant]?.string.flatMap({ TenantID($0) })
                else { continue }
                hub.note(kind, of: tenant)
            }
            if let last = deliveries.last { consumer.acknowledge(through: last.receipt) }
        }
    }

    private func keepTime() async {
        var connections = consumer.health.connections
        while !Task.isCancelled {
            try? await Task.sleep(for: LiveHub.tick)
            // The queue went with the old connection, and all that it would have got in between.
            if consumer.health.connections > connections {
                if connections > 0 { hub.noteGap() }
                connections = consumer.health.connections
            }
            hub.turn()
        }
    }
}
