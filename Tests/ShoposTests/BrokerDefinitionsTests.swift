import Contracts
import Foundation
import TestKit
import Testing

@testable import Shopos

/// What RabbitMQ is given to import.
struct BrokerDefinitionsTests {
    private let definitions = BrokerDefinitions(vhost: "shop")

    private var document: JSONValue {
        get throws { try JSONDecoder().decode(JSONValue.self, from: definitions.json()) }
    }

    @Test("each lane has its durable quorum queue, its dead letters, its bindings and its policy")
    func eachLaneDurable() throws {
        let document = try document
        let queues = Dictionary(uniqueKeysWithValues: document["queues"].list.map { ($0["name"].text ?? "", $0) })
        #expect(queues.count == Topology.lanes.reduce(0) { $0 + ($1.deadLetters == nil ? 1 : 2) })
        for lane in Topology.lanes {
            for name in [lane.queue, lane.deadLetters].compactMap(\.self) {
                let queue = try #require(queues[name], "\(name)")
                #expect(queue["durable"].bool == true && queue["auto_delete"].bool == false, "\(name)")
                #expect(queue["arguments"] == ["x-queue-type": "quorum"], "\(name): tunables are policies")
            }
            let bindings = document["bindings"].list.filter { $0["destination"].text == lane.queue }
            #expect(bindings.compactMap { $0["routing_key"].text } == lane.boundKeys, "\(lane.queue)")
            #expect(bindings.allSatisfy { $0["source"].text == lane.exchange.rawValue }, "\(lane.queue)")
            #expect(bindings.allSatisfy { $0["destination_type"].text == "queue" }, "\(lane.queue)")
            let policy = try #require(document["policies"].list.first { $0["name"].text == lane.queue })
            #expect(policy["apply-to"].text == "queues" && policy["priority"].int == 10, "\(lane.queue)")
            #expect(policy["definition"]["overflow"].text == "reject-publish", "\(lane.queue)")
        }
    }

    @Test("four durable exchanges, one virtual host that everything belongs to, and no users")
    func fourDurableExchanges() throws {
        let document = try document
        #expect(document["vhosts"] == [["name": "shop"]])
        let exchanges = document["exchanges"].list
        #expect(
            exchanges.compactMap { $0["name"].text } == [
                "shop.events", "shop.webhooks", "shop.requests", "shop.replies",
            ])
        #expect(exchanges.compactMap { $0["type"].text } == ["topic", "topic", "direct", "topic"])
        #expect(exchanges.allSatisfy { $0["durable"].bool == true && $0["internal"].bool == false })
        for sort in ["exchanges", "queues", "bindings", "policies"] {
            #expect(document[sort].list.allSatisfy { $0["vhost"].text == "shop" }, "\(sort)")
        }
        #expect(document["users"] == .null && document["permissions"] == .null)
        #expect(try definitions.json() == BrokerDefinitions(vhost: "shop").json(), "for version control")
    }

    @Test("a fresh virtual host that has imported them is as the topology says", .timeLimit(.minutes(5)))
    func freshVirtualHost() async throws {
        try await withBroker { broker in
            let address = ProcessInfo.processInfo.environment["TEST_MANAGEMENT_URL"] ?? ""
            let management = try #require(try Management(address, vhost: broker.vhost))
            let missing = try await TopologyReport.differences(.wanted, management)
            let wanted = BrokerPlan.wanted
            #expect(
                missing.count
                    == wanted.exchanges.count + wanted.queues.count + wanted.bindings.count + wanted.policies.count)

            let definitions = try BrokerDefinitions(vhost: broker.vhost).json()
            try await broker.importDefinitions(definitions)
            #expect(try await TopologyReport.differences(.wanted, management) == [])
            // Once more changes nothing, and what was changed by hand is put right.
            try await broker.setPolicy("inventory.orders", pattern: "^inventory", ["max-length": 7])
            #expect(try await TopologyReport.differences(.wanted, management).map(\.kind) == [.different])
            try await broker.importDefinitions(definitions)
            #expect(try await TopologyReport.differences(.wanted, management) == [])
            await management.close()
        }
    }
}
