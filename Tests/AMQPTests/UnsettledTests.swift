import Foundation
import TestKit
import Testing

@testable import AMQP

/// What is delivered and not settled.
@Suite(.timeLimit(.minutes(5)))
struct UnsettledTests {
    @Test("an acknowledgement settles all up to it, a return one; neither twice")
    func counts() {
        var unsettled = Unsettled()
        #expect(unsettled.count == 0)
        for tag in UInt64(1)...10 { unsettled.delivered(tag) }
        #expect(unsettled.count == 10)
        unsettled.giveBack(7)
        unsettled.giveBack(9)
        unsettled.giveBack(9)
        #expect(unsettled.count == 8)
        unsettled.acknowledge(through: 8)
        #expect(unsettled.count == 1, "10 is left: 9 was given back")
        unsettled.acknowledge(through: 3)
        unsettled.giveBack(2)
        #expect(unsettled.count == 1, "what is settled stays so")
        unsettled.acknowledge(through: 10)
        #expect(unsettled.count == 0)
    }

    @Test("a consumer counts as the broker does, taken or not, and nothing of a lost connection")
    func consumer() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            let publisher = try AMQPPublisher(.brisk(broker.url), logger: silent)
            _ = try await publisher.publish((0..<5).map { numbered($0, to: "orders") })
            await publisher.close()
            let consumer = try AMQPConsumer(.brisk(broker.url), queue: "orders", prefetch: 4, logger: silent)
            try await eventually("four have come") { consumer.unsettled == 4 }
            let taken = await consumer.take(4)
            #expect(consumer.unsettled == 4, "taken is not settled")
            consumer.acknowledge(through: taken[2].receipt)
            // Three are settled, the fourth is in hand, the fifth has come.
            try await eventually("two are left") { consumer.unsettled == 2 }
            await consumer.close()
        }
    }
}
