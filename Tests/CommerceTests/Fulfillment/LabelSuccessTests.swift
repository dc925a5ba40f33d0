import Commerce
import Foundation
import Testing

@Suite("Label success (metric 25)")
struct LabelSuccessTests {
    private func shipment(_ minutes: Double?, _ obstacle: LabelSuccess.Cause? = nil) -> LabelSuccess {
        let ready = Date(timeIntervalSince1970: 1_767_300_000)
        return LabelSuccess(
            readyAt: ready, labelledAt: minutes.map { ready.addingTimeInterval($0 * 60) }, obstacle: obstacle)
    }

    @Test("is a usable label within fifteen minutes")
    func inTime() {
        #expect(shipment(0).ratio == Ratio(1, of: 1))
        #expect(shipment(15).ratio == Ratio(1, of: 1))
        #expect(shipment(15.1).ratio == Ratio(0, of: 1))
        #expect(shipment(nil).ratio == Ratio(0, of: 1))
        #expect(shipment(5, .carrierError).failure == nil)
    }

    @Test("splits failures by cause, bad addresses and carriers' errors among them")
    func causes() {
        #expect(shipment(nil, .badAddress).failure == .badAddress)
        #expect(shipment(60, .carrierError).failure == .carrierError)
        #expect(shipment(60).failure == .other)
        #expect(shipment(nil, .badAddress).ratio == Ratio(0, of: 1))
    }
}
