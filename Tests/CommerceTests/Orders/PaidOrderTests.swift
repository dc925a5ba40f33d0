import Commerce
import Contracts
import Foundation
import Testing

@Suite("Paid orders and units sold (metric 1)")
struct PaidOrderTests {
    @Test("are counted at payment, cash on delivery at creation")
    func time() {
        let unit = UnitFacts.unit(1_000)
        let created = Date(timeIntervalSince1970: 1_767_221_000)
        #expect(OrderFacts.order([unit]).paidTime == created.addingTimeInterval(42))
        #expect(OrderFacts.order([unit], isCashOnDelivery: true).paidTime == created)
        #expect(OrderFacts.order([unit], isPaid: false, isCashOnDelivery: true).paidTime == created)
        #expect(OrderFacts.order([unit], isPaid: false).paidTime == nil)
    }

    @Test("leave out everything but sales", arguments: OrderPurpose.allCases)
    func purposes(purpose: OrderPurpose) throws {
        let order = OrderFacts.order([.unit(1_000)], purpose: purpose)
        #expect((order.paidTime != nil) == (purpose == .sale))
        #expect(order.unitsSold.count == (purpose == .sale ? 1 : 0))
        #expect(try order.gmv == usd(purpose == .sale ? 1_000 : 0))
    }

    @Test("count gifts as no unit and a bundle as one")
    func units() {
        let order = OrderFacts.order([.unit(1_000), .unit(500, isGift: true)])
        #expect(order.unitsSold == [.unit(1_000)])
    }

    @Test("stay counted when they are cancelled later")
    func cancelled() {
        let cancellation = UnitCancellation(isBeforeShipment: true)
        #expect(OrderFacts.order([.unit(1_000, cancellation: cancellation)]).unitsSold.count == 1)
    }
}
