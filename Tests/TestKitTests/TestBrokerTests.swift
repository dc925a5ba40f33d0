import Foundation
import TestKit
import Testing

@Suite("A broker of one's own", .timeLimit(.minutes(2)))
struct TestBrokerTests {
    @Test("a message goes through exchange and queue and comes out whole")
    func roundTrip() async throws {
        try await withBroker { broker in
            #expect(broker.url.hasSuffix("/" + broker.vhost))
            try await broker.declareExchange("shop.events")
            try await broker.declareQueue("inventory.orders")
            try await broker.bind("inventory.orders", to: "shop.events", key: "shop.order.#")
            let body = Data([0, 1, 2, 0xFF])
            let isRouted = try await broker.publish(
                body, to: "shop.events", key: "shop.order.changed.v1",
                properties: ["message_id": "m-1", "headers": ["attempt": 3]])
            #expect(isRouted)
            let message = try #require(try await broker.take(from: "inventory.orders").first)
            #expect(message.payload == body)
            #expect(message.routingKey == "shop.order.changed.v1")
            #expect(message.exchange == "shop.events")
            #expect(message.properties["message_id"] == "m-1")
            #expect(message.headers["attempt"] == 3)
            #expect(!message.isRedelivered)
            #expect(try await broker.take(from: "inventory.orders").isEmpty)
        }
    }

    @Test("a message that reaches no queue is told as not routed")
    func unrouted() async throws {
        try await withBroker { broker in
            try await broker.declareExchange("shop.events")
            #expect(try await broker.publish(Data(), to: "shop.events", key: "nobody") == false)
        }
    }

    @Test("queues are seen with their kind, their arguments, their policy and their messages")
    func queues() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("a")
            try await broker.declareQueue("b", arguments: [:])
            try await broker.setPolicy("limit", pattern: "^a$", ["delivery-limit": 50])
            try await broker.publish(Data("x".utf8), key: "a")
            try await eventually("the message and the policy are seen") {
                let queue = try await broker.queue("a")
                return queue?.ready == 1 && queue?.policy == "limit"
            }
            let queue = try #require(try await broker.queue("a"))
            #expect(queue.type == "quorum" && queue.consumers == 0)
            #expect(queue.arguments["x-queue-type"] == "quorum")
            #expect(try await broker.queue("b")?.type == "classic")
            #expect(try await broker.queue("c") == nil)
            #expect(try await broker.queues().map(\.name).sorted() == ["a", "b"])
            try await broker.purge("a")
            try await eventually("the queue is empty") { try await broker.queue("a")?.messages == 0 }
            #expect(try await broker.deleteQueue("a"))
            #expect(try await broker.deleteQueue("a") == false)
        }
    }

    @Test("the virtual host is gone afterwards, also when the test failed")
    func tidy() async throws {
        struct Failed: Error {}
        var kept: TestBroker?
        await #expect(throws: Failed.self) {
            try await withBroker { broker in
                kept = broker
                try await broker.declareQueue("a")
                throw Failed()
            }
        }
        let broker = try #require(kept)
        await #expect(throws: (any Error).self) { try await broker.declareQueue("b") }
    }
}
