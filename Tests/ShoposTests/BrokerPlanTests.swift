import Contracts
import Foundation
import Testing

@testable import Shopos

/// What a broker must have, and how it is seen that it has not.
struct BrokerPlanTests {
    private let plan = BrokerPlan.wanted
    private var queues: [BrokerQueue] { plan.queues.map { BrokerQueue(name: $0) } }

    private func differences(
        exchanges: [BrokerExchange]? = nil, queues: [BrokerQueue]? = nil, bindings: [BrokerBinding]? = nil,
        policies: [BrokerPolicy]? = nil
    ) -> [BrokerPlan.Difference] {
        plan.differences(
            exchanges: exchanges ?? plan.exchanges, queues: queues ?? self.queues,
            bindings: bindings ?? plan.bindings, policies: policies ?? plan.policies)
    }

    @Test("a broker as the topology says has no differences, whatever else it has that is not ours")
    func brokerTopologySays() {
        let foreign = BrokerQueue(name: "gateway.1.replies", type: "classic", isDurable: false)
        let own = BrokerBinding(source: "", destination: plan.queues[0], key: plan.queues[0])
        #expect(differences().isEmpty)
        #expect(differences(queues: queues + [foreign], bindings: plan.bindings + [own]).isEmpty)
    }

    @Test("what is missing, different or nobody's is told")
    func missingDifferentNobody() {
        #expect(
            differences(exchanges: []).map(\.name) == ["shop.events", "shop.webhooks", "shop.requests", "shop.replies"])
        #expect(differences(queues: Array(queues.dropFirst())).map(\.kind) == [.missing])
        let classic = [BrokerQueue(name: plan.queues[0], type: "classic")] + queues.dropFirst()
        #expect(differences(queues: classic).map(\.detail) == ["is classic, must be quorum"])
        let old = BrokerQueue(name: "inventory.old")
        #expect(differences(queues: queues + [old]).map(\.kind) == [.unknown])
        let stray = BrokerBinding(source: "shop.events", destination: "inventory.orders", key: "shop.old.v1")
        #expect(differences(bindings: plan.bindings.dropFirst() + [stray]).map(\.kind) == [.missing, .unknown])
        var policies = plan.policies
        policies[0].definition["delivery-limit"] = .number(3)
        #expect(differences(policies: policies).map(\.kind) == [.different])
    }

    @Test("properties that a declaration must repeat are compared one by one, for a broker refuses others for ever")
    func properties() throws {
        func detail(_ change: (inout BrokerQueue) -> Void) -> [String] {
            var queue = queues[0]
            change(&queue)
            return differences(queues: [queue] + queues.dropFirst()).map(\.detail)
        }
        #expect(
            detail { $0.arguments["x-delivery-limit"] = .number(20) } == [
                "declared with x-delivery-limit 20, must be without"
            ])
        #expect(detail { $0.arguments = [:] } == ["declared without x-queue-type, must be with quorum"])
        #expect(detail { $0.isDurable = false } == ["is not durable, must be so"])
        #expect(detail { $0.isAutoDelete = true } == ["is deleted with its last consumer, must not be so"])
        #expect(detail { $0.isExclusive = true } == ["is of one connection alone, must not be so"])
        var exchange = plan.exchanges[0]
        (exchange.isInternal, exchange.arguments) = (true, ["alternate-exchange": .text("lost")])
        #expect(
            differences(exchanges: [exchange] + plan.exchanges.dropFirst()).map(\.detail) == [
                "is internal, must not be so; declared with alternate-exchange lost, must be without"
            ])
        let text = #"""
            {"name": "shop.events", "type": "topic", "durable": true, "auto_delete": false, "internal": false,
             "arguments": {}}
            """#
        #expect(try JSONDecoder().decode(BrokerExchange.self, from: Data(text.utf8)) == plan.exchanges[0])
    }

    @Test("a policy of others that wins over ours is told, whatever it says; one that does not is nobody's business")
    func policyOthersWins() throws {
        func found(_ pattern: String, priority: Int, applyTo: String = "queues") -> [BrokerPlan.Difference] {
            let foreign = BrokerPolicy(
                name: "theirs", pattern: pattern, definition: ["max-length": .number(1)], applyTo: applyTo,
                priority: priority)
            return differences(policies: plan.policies + [foreign])
        }
        let one = found(#"^inventory\.orders$"#, priority: 11)
        #expect(one.map(\.kind) == [.different] && one.map(\.name) == ["theirs"])
        #expect(one.first?.detail == "its priority 11 takes inventory.orders from our own")
        #expect(found("^inventory", priority: 10).map(\.kind) == [.different], "of equals the broker takes either")
        #expect(found("", priority: 99, applyTo: "all").first?.detail.contains("\(plan.queues.count - 1) more") == true)
        #expect(found("^inventory", priority: 9).isEmpty, "ours win")
        #expect(found("^theirs", priority: 99).isEmpty, "none of our queues")
        #expect(found("", priority: 99, applyTo: "exchanges").isEmpty, "no queues")
        #expect(found("(", priority: 99).map(\.kind) == [.unknown], "it cannot be told")
        let lists = #"""
            {"name": "ha", "pattern": "^", "apply-to": "all", "priority": 1,
             "definition": {"ha-params": ["a", "b"], "queue-master-locator": "min-masters", "on": true}}
            """#
        #expect(try JSONDecoder().decode(BrokerPolicy.self, from: Data(lists.utf8)).definition.count == 3)
    }

    @Test("every lane has one policy that fits it alone, with a limit that never decides first")
    func everyLanePolicy() throws {
        for lane in Topology.lanes {
            let fitting = try plan.policies.filter { policy in
                lane.queue.contains(try Regex(policy.pattern))
            }
            let policy = try #require(fitting.first)
            #expect(fitting.count == 1, "at most one policy matches a queue: \(lane.queue)")
            if let dead = lane.deadLetters {
                #expect(policy.definition["dead-letter-routing-key"] == .text(dead))
                guard case .number(let limit) = policy.definition["delivery-limit"] else {
                    Issue.record("\(lane.queue) has no delivery limit")
                    continue
                }
                #expect(limit >= 50, "the broker must never be who gives a message up")
            } else {
                #expect(policy.definition["dead-letter-exchange"] == nil, "nobody waits for a dead request")
            }
        }
    }

    @Test("a policy is one line for a shell")
    func policyLineShell() {
        let policy = BrokerPolicy(
            name: "a.b", pattern: #"^a\.b$"#,
            definition: ["overflow": .text("reject-publish"), "max-length": .number(5)],
            applyTo: "queues", priority: 10)
        #expect(
            policy.command(vhost: "/")
                == #"rabbitmqctl set_policy -p '/' --apply-to queues --priority 10 'a.b' '^a\.b$' "#
                + #"'{"max-length":5,"overflow":"reject-publish"}'"#)
    }

    @Test("a queue is read as management writes it, also before anything was counted")
    func queueReadManagement() throws {
        let text = #"""
            {"name": "q", "durable": true, "type": "quorum", "effective_policy_definition": [], "arguments": {}}
            """#
        let bare = try JSONDecoder().decode(BrokerQueue.self, from: Data(text.utf8))
        #expect(bare.name == "q" && bare.ready == nil && bare.deliveryLimit("3.13.7") == nil)
        let full = #"""
            {"name": "q", "durable": true, "type": "quorum", "messages_ready": 4, "messages_unacknowledged": 2,
             "consumers": 1, "effective_policy_definition": {"delivery-limit": 100, "overflow": "reject-publish"},
             "message_stats": {"ack": 9, "ack_details": {"rate": 1.5}}}
            """#
        let queue = try JSONDecoder().decode(BrokerQueue.self, from: Data(full.utf8))
        #expect(queue.ready == 4 && queue.unacked == 2 && queue.consumers == 1)
        #expect(queue.deliveryLimit("3.13.7") == 100 && queue.deliveryLimit("4.1.0") == 100)
    }
}
