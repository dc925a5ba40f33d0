import Commerce
import Testing

@Suite("Cancellation rate (metric 5)")
struct CancellationRateTests {
    private let early = UnitCancellation(isBeforeShipment: true)
    private let late = UnitCancellation(isBeforeShipment: false)

    @Test("counts paid orders all of whose units were cancelled before shipment")
    func orders() {
        let orders = [
            OrderFacts.order([.unit(1_000, cancellation: early), .unit(500, cancellation: early)]),
            .order([.unit(1_000, cancellation: early), .unit(500)]), .order([.unit(1_000, cancellation: late)]),
            .order([.unit(1_000)]),
        ]
        #expect(Ratio.sum(orders.map(\.cancellationRate)) == Ratio(1, of: 4))
    }

    @Test("leaves an order that expired unpaid, and a sample, out of both sums")
    func outside() throws {
        let cancelled = [UnitFacts.unit(1_000, cancellation: early)]
        #expect(OrderFacts.order(cancelled, isPaid: false).cancellationRate == .none)
        #expect(OrderFacts.order(cancelled, purpose: .sample).cancellationRate == .none)
        #expect(try OrderFacts.order(cancelled, isPaid: false).cancelledValueRate.value == nil)
    }

    @Test("looks past gifts, and does not call an order of gifts alone cancelled")
    func gifts() {
        let kept = UnitFacts.unit(100, isGift: true)
        #expect(OrderFacts.order([.unit(1_000, cancellation: early), kept]).cancellationRate.value == 1)
        #expect(OrderFacts.order([kept]).cancellationRate.value == 0)
    }

    @Test("by value sees partial cancellations")
    func value() throws {
        // 10.00 of 40.00
        let order = OrderFacts.order([.unit(1_000, cancellation: early), .unit(3_000, cancellation: late)])
        #expect(try order.cancelledValueRate.value == 0.25)
    }
}
