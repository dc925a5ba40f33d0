import AMQP
import Foundation
import TestKit
import Testing

/// Consuming from a real broker.
@Suite(.timeLimit(.minutes(15)))
struct ConsumerTests {
    private func fill(_ broker: TestBroker, _ queue: String, _ numbers: Range<Int>) async throws {
        let publisher = try AMQPPublisher(.brisk(broker.url), logger: silent)
        _ = try await publisher.publish(numbers.map { numbered($0, to: queue) })
        await publisher.close()
    }

    @Test("takes what has arrived, never more than the prefetch allows")
    func takesArrivedNever() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await fill(broker, "orders", 0..<30)
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 10, logger: silent)
            let first = await consumer.take(10)
            #expect(first.compactMap(\.number) == Array(0..<10))
            try await eventually("the broker holds back the rest") {
                let queue = try await broker.queue("orders")
                return queue?.unacknowledged == 10 && queue?.ready == 20
            }
            consumer.acknowledge(through: try #require(first.last).receipt)
            #expect(await consumer.take(10).compactMap(\.number) == Array(10..<20))
            await consumer.close()
        }
    }

    @Test("who puts off the subscription is handed nothing, and can end without it")
    func putOff() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await fill(broker, "orders", 0..<3)
            func consumer() throws -> AMQPConsumer {
                try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 10, begins: false, logger: silent)
            }
            let idle = try consumer()
            try await eventually("it is connected") { idle.health.condition == .up }
            idle.cancel()
            #expect(await idle.next(atMost: 10) == nil, "nothing came, and nothing will")
            await idle.close()
            let later = try consumer()
            try await eventually("it is connected") { later.health.condition == .up }
            try await eventually("all three lie there") { try await broker.queue("orders")?.ready == 3 }
            later.begin()
            later.begin()
            let deliveries = await later.take(3)
            #expect(deliveries.compactMap(\.number) == [0, 1, 2])
            #expect(deliveries.allSatisfy { !$0.isRedelivered }, "nobody was handed them before")
            await later.close()
        }
    }

    @Test("of a body that is too large only the beginning comes, and how large it is")
    func bodyLargeOnly() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            let publisher = try AMQPPublisher(.brisk(broker.url), logger: silent)
            let sizes = [100_000, 100_001, 3_000_000, 0]
            _ = try await publisher.publish(
                sizes.map { size in
                    Publication(
                        exchange: "", routingKey: "orders", properties: MessageProperties(),
                        body: (0..<size).map { UInt8(truncatingIfNeeded: $0) })
                })
            await publisher.close()
            let consumer = try AMQPConsumer(
                .brisk(broker.url).limited(to: 100_000), queue: "orders", prefetch: 10, logger: silent)
            let deliveries = await consumer.take(4)
            #expect(deliveries.map(\.size) == sizes)
            #expect(deliveries.map(\.body.count) == [100_000, 4096, 4096, 0])
            #expect(deliveries[2].body == (0..<4096).map { UInt8(truncatingIfNeeded: $0) })
            await consumer.close()
        }
    }

    @Test("what is not acknowledged comes back, marked as redelivered")
    func notAcknowledgedComes() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await fill(broker, "orders", 0..<3)
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 10, logger: silent)
            let deliveries = await consumer.take(3)
            consumer.acknowledge(through: deliveries[0].receipt)
            await consumer.close()
            let second = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 10, logger: silent)
            let again = await second.take(2)
            #expect(Set(again.compactMap(\.number)) == [1, 2])
            #expect(again.allSatisfy { $0.isRedelivered && $0.deliveryCount == 1 })
            await second.close()
        }
    }

    @Test("a receipt of a lost connection acknowledges nothing on the new one")
    func receiptLostConnection() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await fill(broker, "orders", 0..<2)
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 10, logger: silent)
            let old = await consumer.take(2)
            try await eventually("the broker closes the connection") { try await broker.killConnections() > 0 }
            let new = await consumer.take(2)
            consumer.acknowledge(through: try #require(old.last).receipt)
            #expect(new.allSatisfy { $0.receipt.generation == 2 })
            await consumer.close()
            try await eventually("both messages are back") { try await broker.queue("orders")?.ready == 2 }
        }
    }

    @Test("a queue that was deleted is declared again and consumed")
    func queueDeletedDeclared() async throws {
        try await withBroker { broker in
            let topology = BrokerTopology(queues: [.quorum("orders")])
            let consumer = try AMQPConsumer(
                .brisk(broker.url), queue: "orders", prefetch: 10, topology: topology, logger: silent)
            try await eventually("it consumes") { consumer.health.condition == .up }
            try await broker.deleteQueue("orders")
            try await eventually("it has subscribed again") { consumer.health.connections == 2 }
            try await fill(broker, "orders", 0..<1)
            #expect(await consumer.take(1).compactMap(\.number) == [0])
            await consumer.close()
        }
    }

    @Test("cancelling lets the reader finish and then tells it that nothing comes")
    func cancellingLetsReader() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await fill(broker, "orders", 0..<5)
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 5, logger: silent)
            let first = await consumer.take(1)
            consumer.cancel()
            let rest = await consumer.take(4)
            #expect((first + rest).compactMap(\.number) == Array(0..<5))
            #expect(await consumer.next(atMost: 1) == nil)
            consumer.acknowledge(through: try #require(rest.last).receipt)
            await consumer.close()
            try await eventually("nothing is left") { try await broker.queue("orders")?.messages == 0 }
        }
    }

    @Test("a nudge wakes a reader with nothing in hand")
    func nudgeWakesReader() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 5, logger: silent)
            consumer.nudge()
            #expect(await consumer.next(atMost: 5)?.isEmpty == true)
            async let waiting = consumer.next(atMost: 5)
            await Task { consumer.nudge() }.value
            #expect(await waiting?.isEmpty == true)
            await consumer.close()
        }
    }

    @Test("a queue with other arguments is reported, not silently taken")
    func queueOtherArguments() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders", arguments: ["x-queue-type": "classic"])
            let consumer = try AMQPConsumer(
                .brisk(broker.url), queue: "orders", prefetch: 5, topology: BrokerTopology(queues: [.quorum("orders")]),
                logger: silent)
            try await eventually("the refusal is told") {
                if case .down(let reason) = consumer.health.condition { reason.contains("406") } else { false }
            }
            await consumer.close()
        }
    }
}
