import AMQP
import Foundation
import Synchronization
import TestKit
import Testing

/// A broker that is short of memory or disk says so and reads nothing more from those who publish.
@Suite(.timeLimit(.minutes(5)))
struct BlockedTests {
    /// `connection.blocked` with a reason, and `connection.unblocked`, as frames of channel 0 (AMQP 0-9-1, RabbitMQ's
    /// extension): type, channel, size, class 10, method 60 or 61, a short string, end.
    private static let blocked: [UInt8] =
        [1, 0, 0, 0, 0, 0, 15, 0, 10, 0, 60, 10] + Array("low on ram".utf8) + [0xCE]
    private static let unblocked: [UInt8] = [1, 0, 0, 0, 0, 0, 4, 0, 10, 0, 61, 0xCE]

    @Test("nothing is sent while the broker is blocked, and all of it afterwards")
    func nothingSentWhile() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await withFaultyProxy(to: broker.url) { proxy, url in
                let publisher = try AMQPPublisher(.brisk(url, heartbeat: 60), logger: silent)
                #expect(try await publisher.publish([numbered(1, to: "orders")]) == [.confirmed])
                proxy.inject(Self.blocked)
                try await eventually("it is known") { publisher.health.condition == .blocked(reason: "low on ram") }
                let error = await #expect(throws: AMQPError.self) {
                    try await publisher.publish([numbered(2, to: "orders")], deadline: .milliseconds(300))
                }
                #expect(error?.code == .timedOut)
                async let third = publisher.publish([numbered(3, to: "orders")])
                proxy.inject(Self.unblocked)
                #expect(try await third == [.confirmed])
                #expect(publisher.health.condition == .up)
                await publisher.close()
            }
            // The second was given up before anything was sent.
            let bodies = try await broker.take(5, from: "orders").map { String(decoding: $0.payload, as: UTF8.self) }
            #expect(bodies == ["1", "3"])
        }
    }

    @Test("closing does not wait for a broker that takes nothing")
    func closing() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            try await withFaultyProxy(to: broker.url) { proxy, url in
                let publisher = try AMQPPublisher(.brisk(url, heartbeat: 60), logger: silent)
                #expect(try await publisher.publish([numbered(1, to: "orders")]) == [.confirmed])
                proxy.inject(Self.blocked)
                try await eventually("it is known") { publisher.health.condition == .blocked(reason: "low on ram") }
                let second = Mutex<AMQPError.Code?>(nil)
                publisher.publish([numbered(2, to: "orders")]) { answer in
                    if case .failure(let error) = answer { second.withLock { $0 = error.code } }
                }
                // A second is waited for after the block; the rest is room for a machine that stands still.
                let start = ContinuousClock.now
                await publisher.close(within: .seconds(90))
                #expect(ContinuousClock.now - start < .seconds(60))
                #expect(second.withLock { $0 } == .closed)
            }
        }
    }
}
