import Commerce
import Contracts
import Testing

@Suite("Oversell incidents (metric 21)")
struct OversellIncidentTests {
    @Test("are what could not be reserved at first sight")
    func first() {
        #expect(OversellIncident(wanted: 3, reservedAtFirstSight: 3) == nil)
        #expect(OversellIncident(wanted: 3, reservedAtFirstSight: 0)?.unitsShort == 3)
        #expect(OversellIncident(wanted: 3, reservedAtFirstSight: 1)?.unitsShort == 2)
        #expect(OversellIncident(wanted: 0, reservedAtFirstSight: 0) == nil)
        #expect(OversellIncident(wanted: 0, reservedAtFirstSight: -1) == nil)
    }

    @Test("cost the GMV of the units that were then cancelled for want of stock")
    func loss() throws {
        let out = UnitCancellation(isBeforeShipment: true, isOutOfStock: true)
        let changed = UnitCancellation(isBeforeShipment: true)
        let units: [UnitFacts] = [
            .unit(2_490, sellerDiscount: 200, cancellation: out), .unit(2_490, sellerDiscount: 200),
            .unit(1_000, cancellation: changed), .unit(500, isGift: true, cancellation: out),
        ]
        #expect(try OversellIncident.loss(of: units, in: .usd) == usd(2_290))
        #expect(try OversellIncident.loss(of: [], in: .usd) == usd(0))
    }
}
