import Commerce
import Contracts
import TestKit
import Testing

@Suite("Revenue (metrics 2 to 4)")
struct RevenueTests {
    private func refunded(_ cents: Int64, returned: Bool = false) -> GoodsRefund {
        GoodsRefund(amount: usd(cents), isReturnCompleted: returned)
    }

    @Test("GMV of the reference order is 58.30")
    func reference() throws {
        // 2 × (24.90 − 2.00) + 12.50 − 0; the platform's 2.50, shipping and tax play no part.
        #expect(try OrderFacts.reference.gmv == usd(5_830))
        #expect(try OrderFacts.reference.netRevenue == usd(5_830))
    }

    @Test("GMV keeps what is cancelled or refunded and leaves gifts and other orders out")
    func gross() throws {
        let order = OrderFacts.order([
            .unit(2_000, cancellation: UnitCancellation(isBeforeShipment: true)),
            .unit(1_000, refund: refunded(1_000, returned: true)), .unit(900, isGift: true),
        ])
        #expect(try order.gmv == usd(3_000))
        #expect(try OrderFacts.order([.unit(2_000)], isPaid: false).gmv == usd(0))
    }

    @Test("a refund takes its share of the sale price out of the unit's GMV")
    func share() throws {
        // Sale price 21.90, refunded 10.95: one half of 22.90 stays.
        let half = UnitFacts.unit(2_490, sellerDiscount: 200, platformDiscount: 100, refund: refunded(1_095))
        #expect(half.refundedShare == percent(50))
        #expect(try half.netRevenue == usd(1_145))
        // Wholly refunded, the platform's part of the price is gone as well.
        let whole = UnitFacts.unit(2_490, sellerDiscount: 200, platformDiscount: 100, refund: refunded(2_190))
        #expect(try whole.netRevenue == usd(0))
        // 1/3 of 10.00 is 3.333…: 3.33 is refunded.
        #expect(try UnitFacts.unit(1_000, platformDiscount: 100, refund: refunded(300)).refundedGMV == usd(333))
    }

    @Test("a refund above the sale price counts as the whole, one below zero as none")
    func clamped() throws {
        #expect(try UnitFacts.unit(1_000, refund: refunded(1_500)).netRevenue == usd(0))
        #expect(try UnitFacts.unit(1_000, refund: refunded(-500)).netRevenue == usd(1_000))
    }

    @Test("a cancelled unit is gone whole, shipped or not")
    func cancelled() throws {
        for isBeforeShipment in [true, false] {
            let unit = UnitFacts.unit(1_000, cancellation: UnitCancellation(isBeforeShipment: isBeforeShipment))
            #expect(try unit.netRevenue == usd(0))
        }
    }

    @Test("where the sale price is 0, only a completed return counts")
    func free() throws {
        // 10.00 that the platform paid whole.
        let open = UnitFacts.unit(1_000, platformDiscount: 1_000, refund: refunded(0))
        #expect(try open.netRevenue == usd(1_000))
        let back = UnitFacts.unit(1_000, platformDiscount: 1_000, refund: refunded(0, returned: true))
        #expect(try back.netRevenue == usd(0))
        let negative = UnitFacts.unit(1_000, platformDiscount: 1_500, refund: refunded(100))
        #expect(try negative.netRevenue == usd(1_000))
    }

    @Test("is never below 0 per unit, whatever the channel sends")
    func neverNegative() throws {
        #expect(try UnitFacts.unit(100, sellerDiscount: 150).netRevenue == usd(0))
        // The absurd unit does not eat the revenue of its neighbour.
        let order = OrderFacts.order([.unit(100, sellerDiscount: 150), .unit(1_000)])
        #expect(try order.netRevenue == usd(1_000))
    }

    @Test("lies between 0 and GMV for every order that makes sense")
    func property() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let units = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                let original = Int64.random(in: 0...100_000, using: &generator)
                let seller = Int64.random(in: 0...original, using: &generator)
                let platform = Int64.random(in: 0...(original - seller), using: &generator)
                return UnitFacts.unit(
                    original, sellerDiscount: seller, platformDiscount: platform,
                    refund: refunded(.random(in: -10...120_000, using: &generator), returned: true))
            }
            let order = OrderFacts.order(units)
            #expect(try (0...order.gmv.minorUnits).contains(order.netRevenue.minorUnits))
        }
    }

    @Test("refuses to mix currencies")
    func currencies() {
        let euro = GoodsRefund(amount: Money(minorUnits: 100, currency: .eur), isReturnCompleted: false)
        #expect(throws: MoneyError.currencyMismatch(.eur, .usd)) { try UnitFacts.unit(1_000, refund: euro).netRevenue }
    }

    @Test("AOV is GMV per paid order, to the cent half to even, and nil without orders")
    func average() throws {
        #expect(try AverageOrderValue.of(gmv: usd(1_500_000), paidOrders: 150) == usd(10_000))
        // 1.00 ÷ 8 = 0.125 → 0.12; 3.00 ÷ 8 = 0.375 → 0.38
        #expect(try AverageOrderValue.of(gmv: usd(100), paidOrders: 8) == usd(12))
        #expect(try AverageOrderValue.of(gmv: usd(300), paidOrders: 8) == usd(38))
        #expect(try AverageOrderValue.of(gmv: usd(0), paidOrders: 0) == nil)
    }
}
