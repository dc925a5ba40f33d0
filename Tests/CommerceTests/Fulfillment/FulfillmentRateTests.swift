import Commerce
import Foundation
import Testing

@Suite("Fulfilment rate (metric 24)")
struct FulfillmentRateTests {
    private static let shipBy = Date(timeIntervalSince1970: 1_767_484_800)
    private let period = shipBy.addingTimeInterval(-3_600)..<shipBy.addingTimeInterval(3_600)

    private func order(
        shipBy: Date? = shipBy, shipped seconds: Double?, cancelledBy: FulfillmentRate.Canceller? = nil,
        byChannel: Bool = false, isSample: Bool = false
    ) -> Ratio {
        FulfillmentRate(
            shipBy: shipBy, fullyShippedAt: seconds.map(Self.shipBy.addingTimeInterval), cancelledBy: cancelledBy,
            isFulfilledByChannel: byChannel, isSample: isSample
        ).ratio(in: period)
    }

    @Test("counts orders fully shipped by their ship-by")
    func inTime() {
        #expect(order(shipped: -1) == Ratio(1, of: 1))
        #expect(order(shipped: 0) == Ratio(1, of: 1))
        #expect(order(shipped: 1) == Ratio(0, of: 1))
    }

    @Test("fails partial shipments and cancels by the shop or the channel")
    func failures() {
        #expect(order(shipped: nil) == Ratio(0, of: 1))
        #expect(order(shipped: nil, cancelledBy: .seller) == Ratio(0, of: 1))
        #expect(order(shipped: nil, cancelledBy: .platform) == Ratio(0, of: 1))
        #expect(order(shipped: -1, cancelledBy: .seller) == Ratio(0, of: 1))
    }

    @Test("leaves out the channel's own warehouse, samples and what buyers cancelled")
    func outside() {
        #expect(order(shipped: -1, byChannel: true) == .none)
        #expect(order(shipped: -1, isSample: true) == .none)
        #expect(order(shipped: nil, cancelledBy: .buyer) == .none)
    }

    @Test("looks at the period of the ship-by alone, which is half-open")
    func dating() {
        #expect(order(shipBy: period.lowerBound, shipped: nil) == Ratio(0, of: 1))
        #expect(order(shipBy: period.upperBound, shipped: -1) == .none)
        #expect(order(shipBy: nil, shipped: -1) == .none)
    }
}
