import AMQP
import Foundation
import TestKit
import Testing

/// Publishing to a real broker, through a proxy where the network has to fail.
@Suite(.timeLimit(.minutes(15)))
struct PublisherTests {
    @Test("every message is answered for in order, and has arrived")
    func everyMessageAnswered() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            let publisher = try AMQPPublisher(.brisk(broker.url), window: 100, logger: silent)
            let outcomes = try await publisher.publish((0..<2500).map { numbered($0, to: "orders") })
            #expect(outcomes == Array(repeating: .confirmed, count: 2500))
            await publisher.close()
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 500, logger: silent)
            var numbers: [Int] = []
            while numbers.count < 2500, let batch = await consumer.next(atMost: 500) {
                numbers += batch.compactMap(\.number)
                if let last = batch.last { consumer.acknowledge(through: last.receipt) }
            }
            #expect(numbers == Array(0..<2500))
            await consumer.close()
        }
    }

    @Test("a message that no queue takes comes back, its neighbours do not")
    func messageNoQueue() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            let publisher = try AMQPPublisher(.brisk(broker.url), logger: silent)
            let outcomes = try await publisher.publish([
                numbered(0, to: "orders"), numbered(1, to: "nowhere"), numbered(2, to: "orders"),
            ])
            #expect(outcomes == [.confirmed, .returned(code: 312, text: "NO_ROUTE"), .confirmed])
            await publisher.close()
        }
    }

    @Test("a full queue refuses")
    func fullQueueRefuses() async throws {
        try await withBroker { broker in
            try await broker.declareQueue(
                "orders", arguments: ["x-queue-type": "quorum", "x-max-length": 1, "x-overflow": "reject-publish"])
            let publisher = try AMQPPublisher(.brisk(broker.url), logger: silent)
            var outcomes: [PublishOutcome] = []
            // A quorum queue's limit is soft: some more are taken before it refuses.
            for number in 0..<200 where !outcomes.contains(.refused) {
                outcomes += try await publisher.publish([numbered(number, to: "orders")])
            }
            #expect(outcomes.last == .refused)
            await publisher.close()
        }
    }

    @Test("properties and headers arrive as they were sent")
    func propertiesHeadersArrive() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            let headers: Headers = [
                "text": "grün", "number": .int(.min), "flag": true, "fraction": .double(0.1),
                "bytes": .bytes([0, 255]),
                "list": .array(["a", 2]), "table": .table(["inner": "x"]), "nothing": .void,
                "time": .timestamp(1_767_225_600),
            ]
            let properties = MessageProperties(
                contentType: "application/json", messageID: "id", correlationID: "journey", type: "shop.test.v1",
                replyTo: "answers", expiration: "60000", userID: "guest", timestamp: 1_767_225_600, headers: headers)
            let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
            let publisher = try AMQPPublisher(.brisk(broker.url), logger: silent)
            _ = try await publisher.publish([
                Publication(exchange: "", routingKey: "orders", properties: properties, body: body)
            ])
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 1, logger: silent)
            let delivery = try #require(await consumer.next(atMost: 1)?.first)
            #expect(delivery.body == body)
            #expect(delivery.routingKey == "orders")
            for (name, value) in headers { #expect(delivery.properties.headers[name] == value, "\(name)") }
            var received = delivery.properties
            received.headers = headers
            #expect(received == properties)
            await consumer.close()
            await publisher.close()
        }
    }

    @Test("what the protocol cannot carry is refused alone, and the connection stays")
    func protocolCannotCarry() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            let publisher = try AMQPPublisher(.brisk(broker.url), logger: silent)
            var (journey, tables, large) = (
                numbered(2, to: "orders"), numbered(3, to: "orders"), numbered(4, to: "orders")
            )
            journey.properties.correlationID = String(repeating: "j", count: 256)
            tables.properties.headers = ["tenants": .string(String(repeating: "t", count: 200_000))]
            large.body = Array(repeating: 0, count: (16 << 20) + 1)
            var key = numbered(5, to: "orders")
            key.routingKey = String(repeating: "é", count: 128)
            let outcomes = try await publisher.publish(
                [numbered(1, to: "orders"), journey, tables, large, key, numbered(6, to: "orders")])
            #expect(outcomes == [.confirmed, .unfit, .unfit, .unfit, .unfit, .confirmed])
            #expect(publisher.health.connections == 1)
            await publisher.close()
        }
    }

    @Test("a connection cut in the middle loses nothing")
    func connectionCutMiddle() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await withFaultyProxy(to: broker.url) { proxy, url in
                let publisher = try AMQPPublisher(.brisk(url), logger: silent)
                _ = try await publisher.publish([numbered(-1, to: "orders")])
                _ = try await publisher.publish((0..<1000).map { numbered($0, to: "orders") })
                proxy.pause()
                async let outcomes = publisher.publish((1000..<20_000).map { numbered($0, to: "orders") })
                // What was written by now is in the proxy's hands and dies with the connection.
                proxy.cut()
                proxy.resume()
                #expect(try await outcomes.allSatisfy { $0 == .confirmed })
                #expect(publisher.health.connections == 2)
                await publisher.close()
            }
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 1000, logger: silent)
            var numbers: Set<Int> = []
            while numbers.count < 20_001, let batch = await consumer.next(atMost: 1000) {
                numbers.formUnion(batch.compactMap(\.number))
                if let last = batch.last { consumer.acknowledge(through: last.receipt) }
            }
            #expect(numbers == Set(-1..<20_000))
            await consumer.close()
        }
    }

    /// librabbitmq 0.11 hangs for ever in a publish once the peer's heartbeat is overdue; here the peer falls silent.
    @Test("a silent broker neither hangs the publisher nor loses the message")
    func silentBrokerNeither() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await withFaultyProxy(to: broker.url) { proxy, url in
                let publisher = try AMQPPublisher(.brisk(url, heartbeat: 1), logger: silent)
                _ = try await publisher.publish([numbered(0, to: "orders")])
                proxy.pause()
                let error = await #expect(throws: AMQPError.self) {
                    try await publisher.publish([numbered(1, to: "orders")], deadline: .milliseconds(200))
                }
                #expect(error?.code == .timedOut)
                try await eventually("the silence is noticed") { publisher.health.condition != .up }
                proxy.cut()
                proxy.resume()
                #expect(try await publisher.publish([numbered(2, to: "orders")]) == [.confirmed])
                await publisher.close()
            }
        }
    }

    @Test("a caller's patience ends although the broker cannot be reached at all")
    func callerPatienceEnds() async throws {
        let publisher = try AMQPPublisher(.brisk("amqp://localhost:1"), logger: silent)
        for _ in 0..<3 {
            let error = await #expect(throws: AMQPError.self) {
                try await publisher.publish([numbered(0, to: "orders")], deadline: .milliseconds(50))
            }
            #expect(error?.code == .timedOut)
        }
        await publisher.close(within: .seconds(30))
    }

    @Test("after closing nothing is taken any more")
    func afterClosingNothing() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            let publisher = try AMQPPublisher(.brisk(broker.url), logger: silent)
            async let last = publisher.publish([numbered(0, to: "orders")])
            #expect(try await last == [.confirmed])
            await publisher.close()
            let error = await #expect(throws: AMQPError.self) {
                try await publisher.publish([numbered(1, to: "orders")])
            }
            #expect(error?.code == .closed)
        }
    }

    @Test("closing gives up on a broker that cannot be reached")
    func closingGivesUp() async throws {
        let publisher = try AMQPPublisher(.brisk("amqp://localhost:1"), logger: silent)
        let attempt = Task { try await publisher.publish([numbered(0, to: "orders")]) }
        try await eventually("the broker is found missing") { publisher.health.condition != .connecting }
        await publisher.close(within: .milliseconds(300))
        await #expect(throws: AMQPError.self) { try await attempt.value }
    }
}
