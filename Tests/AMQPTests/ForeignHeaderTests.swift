import AMQP
import Foundation
import TestKit
import Testing

/// Headers are their sender's: none of them may harm who reads them.
@Suite(.timeLimit(.minutes(5)))
struct ForeignHeaderTests {
    @Test("tables nested as deep as a frame allows are read, and cut off")
    func tablesNestedDeep() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            // Seven bytes a level: name, kind and length. A frame holds 131,072.
            let depth = 18_000
            let headers = #"{"a":"# + String(repeating: #"{"a":"#, count: depth) + "1"
            try await broker.publish(
                Data("deep".utf8), toQueue: "orders",
                headersJSON: headers + String(repeating: "}", count: depth + 1))
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 1, logger: silent)
            let delivery = try #require(await consumer.next(atMost: 1)?.first)
            #expect(delivery.body == Array("deep".utf8))
            var levels = 0
            var value = delivery.properties.headers["a"]
            while case .table(let table) = value {
                levels += 1
                value = table["a"]
            }
            #expect(levels == 8)
            await consumer.close()
        }
    }

    @Test("a delivery count that the sender wrote itself counts for nothing")
    func deliveryCountSender() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await broker.publish(
                Data("1".utf8), key: "orders", properties: ["headers": ["x-delivery-count": 9]])
            let first = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 1, logger: silent)
            #expect(try #require(await first.next(atMost: 1)?.first).deliveryCount == 0)
            await first.close()
            let second = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 1, logger: silent)
            #expect(try #require(await second.next(atMost: 1)?.first).deliveryCount == 1)
            await second.close()
        }
    }
}
