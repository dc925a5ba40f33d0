import AMQP
import Foundation
import TestKit
import Testing

@testable import BenchKit
@testable import W1Driver

@Suite("The plan of the floor")
struct FloorPlanTests {
    private let workload = Workload(orders: 400, seed: 3, skew: 1)

    @Test("an order that comes again is passed on once")
    func repeats() {
        let plan = FloorPlan(workload)
        #expect(plan.placed.count == 420)
        #expect(plan.placed.count { $0.accepted == nil } == 20)
        #expect(plan.decided.map(\.order) == workload.orders)
    }

    /// With a skew of 1 all lines name one of ten SKUs with 400 / 20 = 20 pieces each.
    @Test("no more is reserved than there is, and an order is rejected only when something is short")
    func stock() {
        var left = Dictionary(uniqueKeysWithValues: workload.stock.map { ("\($0.tenant) \($0.sku)", $0.units) })
        for entry in FloorPlan(workload).decided {
            let need = entry.order.need.map { (key: "\(entry.order.tenant) \($0.key)", units: $0.value) }
            #expect(entry.isReserved == need.allSatisfy { left[$0.key, default: 0] >= $0.units })
            #expect(entry.outcome.type == (entry.isReserved ? "stock.reserved" : "stock.rejected"))
            if entry.isReserved { for (key, units) in need { left[key, default: 0] -= units } }
        }
        #expect(left.values.allSatisfy { $0 >= 0 })
        #expect(FloorPlan(workload).decided.contains { !$0.isReserved })
    }

    @Test("what it says is JSON under the id that it is sent with")
    func bodies() throws {
        for entry in FloorPlan(workload).decided {
            for told in [entry.accepted, entry.outcome] {
                let event = try JSONDecoder().decode(JSONValue.self, from: Data(told.body))
                #expect(event["event_id"].text == told.publication(from: "x", origin: 1).properties.messageID)
                #expect(event["type"].text == told.type && event["order_id"].text == entry.order.id)
            }
        }
    }

    @Test("batches hold two hundred, the last one what is left")
    func batches() {
        #expect(Array(0..<450).chunks(of: 200).map(\.count) == [200, 200, 50])
        #expect([Int]().chunks(of: 200).isEmpty)
    }
}
