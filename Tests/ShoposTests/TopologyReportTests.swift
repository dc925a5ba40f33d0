import AMQP
import Contracts
import Foundation
import TestKit
import Testing

@testable import Shopos

/// How a real broker is compared and put right.
@Suite(.timeLimit(.minutes(3)))
struct TopologyReportTests {
    private let topology = BrokerTopology(
        exchanges: [.init("shop.events", .topic)], queues: [.quorum("inventory.orders"), .quorum("inventory.labels")],
        bindings: [.init(exchange: "shop.events", routingKey: "a", queue: "inventory.labels")])

    private var plan: BrokerPlan {
        BrokerPlan(
            exchanges: [BrokerExchange(name: "shop.events", type: "topic")],
            queues: ["inventory.orders", "inventory.labels"],
            bindings: [BrokerBinding(source: "shop.events", destination: "inventory.labels", key: "a")],
            policies: [
                BrokerPolicy(
                    name: "inventory.orders", pattern: "^inventory", definition: ["delivery-limit": .number(100)],
                    applyTo: "queues", priority: 10)
            ])
    }

    @Test("a queue that somebody made otherwise is told and left alone, and everything else is put right")
    func putRight() async throws {
        try await withBroker { broker in
            let address = ProcessInfo.processInfo.environment["TEST_MANAGEMENT_URL"] ?? ""
            let management = try #require(try Management(address, vhost: broker.vhost))
            try await broker.declareQueue("inventory.orders", arguments: ["x-queue-type": "quorum", "x-max-length": 5])
            let before = try await TopologyReport.differences(plan, management)
            #expect(before.map(\.kind) == [.missing, .different, .missing, .missing, .missing])
            #expect(before.map(\.sort) == ["exchange", "queue", "queue", "binding", "policy"])
            #expect(before[1].detail == "declared with x-max-length 5, must be without")

            let report = try await TopologyReport.apply(
                AMQPConfiguration(url: broker.url), management, topology: topology, plan)
            #expect(report.differences?.map(\.name) == ["inventory.orders"] && report.commands.isEmpty)
            #expect(report.refused.map(\.name) == ["inventory.orders"] && report.refused.map(\.code) == [406])
            #expect(report.status == .amiss)
            let text = report.text(Style(hasColours: false))
            #expect(text.contains("queue inventory.orders was refused:") && text.contains("topology-differs"))

            try await broker.deleteQueue("inventory.orders")
            let after = try await TopologyReport.apply(
                AMQPConfiguration(url: broker.url), management, topology: topology, plan)
            #expect(after.differences == [] && after.refused.isEmpty && after.status == .fine)
            await management.close()
        }
    }

    @Test("what a user may not declare is told once; seen to be there, it is none of his business")
    func forbidden() async throws {
        try await withBroker { broker in
            let url = try await broker.user("operator", configure: "^$", write: ".*", read: ".*")
            let blind = try await TopologyReport.apply(AMQPConfiguration(url: url), nil, topology: topology, plan)
            #expect(blind.status == .amiss)
            let text = blind.text(Style(hasColours: false))
            #expect(text.contains("may not declare them, the first: exchange shop.events"))
            #expect(text.contains("rabbitmqctl set_policy") && !text.contains("shopos topology apply"), "that was done")

            let address = ProcessInfo.processInfo.environment["TEST_MANAGEMENT_URL"] ?? ""
            let management = try #require(try Management(address, vhost: broker.vhost))
            _ = try await TopologyReport.apply(
                AMQPConfiguration(url: broker.url), management, topology: topology, plan)
            let seen = try await TopologyReport.apply(
                AMQPConfiguration(url: url), management, topology: topology, plan)
            #expect(seen.refused.isEmpty && seen.status == .fine)
            await management.close()
        }
    }
}
