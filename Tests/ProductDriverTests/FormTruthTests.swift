import BenchKit
import Testing

@testable import ProductDriver

@Suite("What a form compares")
struct FormTruthTests {
    @Test("a shipped order may be with its carrier or its buyer, and none may be missing or elsewhere")
    func parcels() {
        #expect(ParcelTruth.differences(["AWAITING_COLLECTION": 3], parcels: 3).isEmpty)
        let onTheWay = ["AWAITING_COLLECTION": 1, "IN_TRANSIT": 1, "DELIVERED": 1]
        #expect(ParcelTruth.differences(onTheWay, parcels: 3).isEmpty)
        #expect(ParcelTruth.differences(["AWAITING_COLLECTION": 2], parcels: 3).count == 1)
        #expect(ParcelTruth.differences(["AWAITING_COLLECTION": 3, "CANCELLED": 1], parcels: 3).count == 1)
        #expect(ParcelTruth.differences(["AWAITING_COLLECTION": 2, "AWAITING_SHIPMENT": 1], parcels: 3).count == 1)
    }

    /// What one tenant lacks another must not make good for.
    @Test("what was sold is told by tenant, and adds up to all orders")
    func sold() {
        let workload = Workload(orders: 500, seed: 3, skew: 0.3)
        let sold = FlowTruth.sold(workload.orders)
        #expect(sold.count == Workload.tenants && sold.allSatisfy { $0.count == 3 })
        #expect(sold.reduce(0) { $0 + $1[0] } == 500)
        #expect(sold.reduce(0) { $0 + $1[1] } == workload.orders.reduce(0) { $0 + Int($1.cents) })
        #expect(sold.reduce(0) { $0 + $1[2] } == workload.orders.reduce(0) { $0 + Int($1.units) })
        #expect(FlowTruth.sold(workload.orders.filter { $0.id != workload.orders[0].id }) != sold)
    }

    @Test("of the viral SKU there is what is asked for, else half of what the usual skew wants")
    func viral() {
        let usual = Workload(orders: 400, seed: 3, skew: 0.3)
        let plenty = Workload(orders: 400, seed: 3, skew: 0.3, viral: 800)
        #expect(usual.orders == plenty.orders)
        #expect(Set(usual.stock.map(\.units)) == [20, 400] && Set(plenty.stock.map(\.units)) == [400, 800])
    }
}
