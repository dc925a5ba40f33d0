import Commerce
import Foundation
import Testing

@Suite("Return rate (metric 6)")
struct ReturnRateTests {
    private let shipped = Date(timeIntervalSince1970: 1_767_300_000)

    private func sale(_ kind: AfterSale.Kind, after seconds: Double?, refunded: Bool = true) -> AfterSale {
        AfterSale(kind: kind, completedAt: seconds.map(shipped.addingTimeInterval), isRefunded: refunded)
    }

    @Test("counts a shipped order once, however much came back")
    func counted() {
        let twice = [sale(.returnAndRefund, after: 100), sale(.refund, after: 200)]
        #expect(ReturnRate.of(shippedAt: shipped, afterSales: twice) == Ratio(1, of: 1))
        #expect(ReturnRate.of(shippedAt: shipped, afterSales: []) == Ratio(0, of: 1))
    }

    @Test("counts neither open requests, nor refunds before shipment, nor replacements without a refund")
    func notCounted() {
        let none = [
            sale(.returnAndRefund, after: nil), sale(.refund, after: -1), sale(.replacement, after: 9, refunded: false),
        ]
        #expect(ReturnRate.of(shippedAt: shipped, afterSales: none) == Ratio(0, of: 1))
        #expect(ReturnRate.of(shippedAt: shipped, afterSales: [sale(.replacement, after: 9)]) == Ratio(1, of: 1))
    }

    @Test("leaves orders that were not shipped out of both sums")
    func unshipped() {
        #expect(ReturnRate.of(shippedAt: nil, afterSales: [sale(.refund, after: 9)]) == .none)
    }

    @Test("is provisional until thirty days after delivery")
    func provisional() throws {
        let delivered = try utc("2026-01-05T12:00:00Z")
        #expect(ReturnRate.isProvisional(deliveredAt: nil, now: delivered))
        #expect(ReturnRate.isProvisional(deliveredAt: delivered, now: try utc("2026-02-04T11:59:59Z")))
        #expect(!ReturnRate.isProvisional(deliveredAt: delivered, now: try utc("2026-02-04T12:00:00Z")))
    }
}
