import Contracts
import Foundation
import Testing

@testable import Shopos

/// After how many deliveries the broker gives a message up.
struct DeliveryLimitTests {
    private func queue(policy: Int? = nil, argument: Int? = nil) -> BrokerQueue {
        var queue = BrokerQueue(name: "inventory.orders")
        if let policy { queue.effective = ["delivery-limit": .number(policy)] }
        if let argument { queue.arguments["x-delivery-limit"] = .number(argument) }
        return queue
    }

    @Test("the least of policy and argument holds; without either 20 from RabbitMQ 4.0 on, and none before")
    func inForce() {
        #expect(queue(policy: 100).deliveryLimit("4.1.0") == 100)
        #expect(queue(policy: 100, argument: 5).deliveryLimit("3.13.7") == 5)
        #expect(queue().deliveryLimit("3.13.7") == nil && queue().deliveryLimit(nil) == nil)
        #expect(queue().deliveryLimit("4.0.2") == 20)
        #expect(queue(policy: -1).deliveryLimit("4.1.0") == nil, "without end")
    }

    @Test("below 50 or none it is red and the command ends with 1; of requests any is right", arguments: [nil, 49, 50])
    func wrong(limit: Int?) throws {
        let lane = try #require(Topology.lanes.first { $0.queue == "inventory.orders" })
        let line = QueuesReport.Line(lane, queue(policy: limit), Lanes([]), "3.13.7")
        #expect(line.isLimitWrong == (limit != 50) && line.deliveryLimit == limit)
        let report = QueuesReport(queues: [line], silent: [], brokerTrouble: nil)
        #expect(report.status == (limit == 50 ? .fine : .amiss))
        #expect(report.text(Style(hasColours: false)).contains("none") == (limit == nil))
        let requests = try #require(Topology.lanes.first { $0.deadLetters == nil })
        #expect(!QueuesReport.Line(requests, queue(policy: limit), Lanes([]), "3.13.7").isLimitWrong)
        #expect(!QueuesReport.Line(lane, nil, Lanes([]), nil).isLimitWrong, "nobody can see it")
    }
}
