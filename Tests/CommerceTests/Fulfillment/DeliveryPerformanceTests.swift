import Commerce
import Contracts
import Foundation
import Testing

@Suite("Delivery (metric 27)")
struct DeliveryPerformanceTests {
    private let handover = Date(timeIntervalSince1970: 1_767_300_000)

    private func delivered(afterHours hours: Double) -> ParcelFacts {
        ParcelFacts(handedOverAt: handover, fate: .delivered(handover.addingTimeInterval(hours * 3_600)))
    }

    private func parcel(_ fate: ParcelFacts.Fate) -> ParcelFacts {
        ParcelFacts(handedOverAt: handover, fate: fate)
    }

    @Test("takes its time from handover scan to delivery, of delivered parcels alone")
    func time() throws {
        let parcels =
            [72, 24, 48, 96].map { delivered(afterHours: $0) } + [parcel(.open), parcel(.lost), parcel(.returned)]
        let time = try #require(DeliveryPerformance.time(of: parcels))
        // (48 + 72) ÷ 2 = 60 h; ⌈0.9 × 4⌉ = 4th = 96 h
        #expect(time.median == 60 * 3_600)
        #expect(time.p90 == 96 * 3_600)
        #expect(DeliveryPerformance.time(of: [parcel(.open)]) == nil)
    }

    @Test("takes no time from a delivery before its own handover, but counts it as delivered")
    func wrongClock() {
        #expect(DeliveryPerformance.seconds(of: delivered(afterHours: -1)) == nil)
        #expect(DeliveryPerformance.success(of: delivered(afterHours: -1), now: handover) == Ratio(1, of: 1))
    }

    @Test("fails when returned, lost or open for more than 21 days")
    func success() {
        let threeWeeks = handover.addingTimeInterval(21 * 86_400)
        #expect(DeliveryPerformance.success(of: delivered(afterHours: 24), now: threeWeeks) == Ratio(1, of: 1))
        #expect(DeliveryPerformance.success(of: parcel(.returned), now: threeWeeks) == Ratio(0, of: 1))
        #expect(DeliveryPerformance.success(of: parcel(.lost), now: threeWeeks) == Ratio(0, of: 1))
        #expect(DeliveryPerformance.success(of: parcel(.open), now: threeWeeks) == .none)
        let later = threeWeeks.addingTimeInterval(1)
        #expect(DeliveryPerformance.success(of: parcel(.open), now: later) == Ratio(0, of: 1))
    }

    @Test("costs label charges after refunds and adjustments per shipped order")
    func cost() throws {
        // 5.00 + 7.00 − 5.00 (refund) + 0.31 (adjustment) = 7.31 ÷ 2 = 3.655 → 3.66 (even)
        let charges = [500, 700, -500, 31].map(usd)
        #expect(try DeliveryPerformance.cost(charges: charges, shippedOrders: 2, currency: .usd) == usd(366))
        #expect(try DeliveryPerformance.cost(charges: [], shippedOrders: 2, currency: .usd) == usd(0))
        #expect(try DeliveryPerformance.cost(charges: charges, shippedOrders: 0, currency: .usd) == nil)
    }
}
