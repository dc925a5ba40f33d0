import Commerce
import Contracts
import Foundation
import TestKit
import Testing

@testable import Credit

@Suite("Facts from orders and affiliate rows")
struct FactTests {
    /// Two units at 24.90 less 2.00 by the seller, of which one was refunded in full: GMV 45.80, net 22.90.
    private func order(paidAt: Instant, purpose: OrderPurpose = .sale) -> OrderFacts {
        func unit(refund: GoodsRefund? = nil) -> UnitFacts {
            UnitFacts(originalPrice: usd(2_490), sellerDiscount: usd(200), salePrice: usd(2_290), refund: refund)
        }
        let refund = GoodsRefund(amount: usd(2_290), isReturnCompleted: true)
        return OrderFacts(
            createdAt: paidAt.date, paidAt: paidAt.date, purpose: purpose, currency: .usd,
            units: [unit(), unit(refund: refund)])
    }

    private func day(_ order: OrderFacts, rate: Fraction? = nil, currency: Currency = .usd) throws -> SalesDay? {
        try SalesDay(order, isCompleted: true, in: Given.window, currency: currency, rate: rate)
    }

    @Test("a paid order of the window counts on the day on which it was paid")
    func orders() throws {
        let day = try #require(try day(order(paidAt: Given.days(ago: 90))))
        #expect(day.day.index == 0)
        #expect((day.orders, day.completed, day.units) == (1, 1, 2))
        #expect(day.gmv.converted == usd(4_580))
        #expect(day.netRevenue?.converted == usd(2_290))
    }

    @Test("an order outside of the window, or one that sells nothing, is no fact")
    func others() throws {
        #expect(try day(order(paidAt: Given.asOf)) == nil)
        #expect(try day(order(paidAt: Given.days(ago: 91))) == nil)
        #expect(try day(order(paidAt: Given.days(ago: 1), purpose: .sample)) == nil)
    }

    @Test("an amount is converted at the rate of its day, and is not converted without one")
    func rates() throws {
        let order = order(paidAt: Given.days(ago: 1))
        let half = try #require(Fraction(1, over: 2))
        // 45.80 ÷ 2
        #expect(try day(order, rate: half, currency: .eur)?.gmv.converted == Money(minorUnits: 2_290, currency: .eur))
        #expect(try day(order, currency: .eur)?.gmv.converted == nil)
        #expect(try day(order, currency: .eur)?.gmv.original == usd(4_580))
    }

    @Test("returns are those of metric 6")
    func returns() {
        let shipped = Given.days(ago: 30).date
        let returned = AfterSale(kind: .returnAndRefund, completedAt: Given.days(ago: 20).date, isRefunded: true)
        let ratio = Ratio.sum([
            ReturnRate.of(shippedAt: shipped, afterSales: [returned]),
            ReturnRate.of(shippedAt: shipped, afterSales: []),
            ReturnRate.of(shippedAt: nil, afterSales: [returned]),
        ])
        #expect(OrderShare(ratio) == .counted(1, of: 2))
        #expect(OrderShare(ratio).fraction == Fraction(1, over: 2))
        #expect(OrderShare.counted(0, of: 0).fraction == nil)
    }

    @Test("an affiliate row is estimated until it stands on a statement, and never both")
    func commissions() throws {
        func line(_ status: SettlementStatus, _ statement: [SettledCommission.StatementLine]) throws -> EarningDay? {
            let rate = try #require(CommissionRate(basisPoints: 1_500))
            let estimate = EstimatedCommission(
                status: status, channelEstimate: nil, salePrice: usd(10_000), containedTax: usd(0),
                refundedShare: .zero, rate: rate)
            return try EarningDay(
                EarningDay.Line(
                    countsAt: Given.days(ago: 1), attribution: .direct, isFromOwnShop: false, beginsOrder: true,
                    estimate: estimate, statement: statement), in: Given.window, currency: .usd, rate: nil)
        }
        let waiting = try #require(try line(.toSettle, []))
        #expect(waiting.estimated.converted == usd(1_500))  // 100.00 × 15 %
        #expect(waiting.settled.converted == usd(0))
        let settled = try #require(
            try line(
                .settled,
                [
                    .init(kind: .affiliate, amount: usd(-1_500)), .init(kind: .affiliate, amount: usd(200)),
                    .init(kind: .shopAds, amount: usd(-900)),
                ]))
        #expect(settled.settled.converted == usd(1_300))  // 15.00 less a reversal of 2.00; the ads' share is apart
        #expect(settled.shopAds?.converted == usd(900) && waiting.shopAds == nil)
        #expect(settled.estimated.converted == usd(0))
    }

    @Test("merged rows come to the same figures, in whichever order they came", arguments: [UInt64(1), 2, 3])
    func merging(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let facts = RandomFacts.make(using: &dice)
        for shop in facts.shops {
            guard let days = shop.sales.value else { continue }
            let merged = try SalesDay.merged(days)
            #expect(merged == (try SalesDay.merged(days.shuffled(using: &dice))), "seed \(seed)")
            #expect(merged.count <= days.count)
            var other = shop
            other.sales = Given.known(merged)
            #expect(try Given.figures(Facts(shops: [other])).sales == Given.figures(Facts(shops: [shop])).sales)
        }
    }
}
