import AMQP
import Foundation
import TestKit
import Testing

/// What is declared by hand, piece by piece.
@Suite(.timeLimit(.minutes(3)))
struct TopologyDeclarationTests {
    private let topology = BrokerTopology(
        exchanges: [.init("taken", .direct), .init("events", .topic)],
        queues: [.quorum("other"), .quorum("plain")],
        bindings: [
            .init(exchange: "missing", routingKey: "a", queue: "plain"),
            .init(exchange: "events", routingKey: "a", queue: "other"),
            .init(exchange: "events", routingKey: "a", queue: "plain"),
        ])

    @Test("what is there with other properties is refused by itself, and all the rest is declared")
    func pieces() async throws {
        try await withBroker { broker in
            try await broker.declareExchange("taken", type: "topic")
            try await broker.declareQueue("other", arguments: ["x-queue-type": "quorum", "x-max-length": 5])
            let refused = try await TopologyDeclaration.run(topology, on: AMQPConfiguration(url: broker.url))
            #expect(refused.map(\.sort) == ["exchange", "queue", "binding"])
            #expect(refused.map(\.name) == ["taken", "other", "plain"])
            // AMQP 0-9-1: 406 precondition failed, 404 not found.
            #expect(refused.map(\.code) == [406, 406, 404] && refused.allSatisfy { !$0.isForbidden })
            #expect(refused[1].reason.contains("x-max-length"), "\(refused[1].reason)")
            #expect(try await broker.queue("plain")?.type == "quorum")
            for queue in ["other", "plain"] {
                try await broker.publish(Data(), to: "events", key: "a")
                try await eventually("\(queue) is bound") { try await broker.queue(queue)?.ready ?? 0 > 0 }
            }
            let known = BrokerTopology(queues: [.quorum("plain")])
            #expect(try await TopologyDeclaration.run(known, on: AMQPConfiguration(url: broker.url)).isEmpty)
        }
    }

    @Test("who may not declare is told so for each piece")
    func forbidden() async throws {
        try await withBroker { broker in
            let url = try await broker.user("operator", configure: "^plain$", write: ".*", read: ".*")
            let refused = try await TopologyDeclaration.run(
                BrokerTopology(queues: [.quorum("other"), .quorum("plain")]), on: AMQPConfiguration(url: url))
            #expect(refused.map(\.name) == ["other"] && refused.map(\.isForbidden) == [true])
            #expect(try await broker.queue("plain") != nil)
        }
    }

    @Test("a broker that is not there is an error")
    func noBroker() async throws {
        await #expect(throws: AMQPError.self) {
            try await TopologyDeclaration.run(topology, on: AMQPConfiguration(url: "amqp://guest:guest@127.0.0.1:1"))
        }
    }
}
