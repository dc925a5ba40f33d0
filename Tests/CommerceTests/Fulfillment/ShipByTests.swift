import Commerce
import Foundation
import Testing

@Suite("Ship-by")
struct ShipByTests {
    @Test("is the channel's SLA, else its due time")
    func given() throws {
        let sla = Date(timeIntervalSince1970: 1_767_484_800)
        let due = Date(timeIntervalSince1970: 1_767_830_400)
        let paid = Date(timeIntervalSince1970: 1_767_221_042)
        #expect(ShipBy.deadline(readyToShipSLA: sla, shippingDue: due, paidTime: paid, zone: .utc) == sla)
        #expect(ShipBy.deadline(readyToShipSLA: nil, shippingDue: due, paidTime: paid, zone: .utc) == due)
        #expect(ShipBy.deadline(readyToShipSLA: nil, shippingDue: nil, paidTime: nil, zone: .utc) == nil)
    }

    @Test(
        "is else the end of the second business day after the local day of payment",
        arguments: [
            // Wednesday 31 December 22:44 UTC, in New York 17:44: Thursday, Friday.
            ("America/New_York", "2025-12-31T22:44:02Z", "2026-01-03T05:00:00Z"),
            // The same instant is Thursday 07:44 in Tokyo: Friday, Monday.
            ("Asia/Tokyo", "2025-12-31T22:44:02Z", "2026-01-05T15:00:00Z"),
            // Friday night: Monday, Tuesday.
            ("America/New_York", "2026-01-10T04:59:59Z", "2026-01-14T05:00:00Z"),
            // Saturday: Monday, Tuesday.
            ("America/New_York", "2026-01-10T05:00:00Z", "2026-01-14T05:00:00Z"),
            // Over the change of clocks on Sunday 8 March: midnight is 04:00 UTC by then.
            ("America/New_York", "2026-03-06T15:00:00Z", "2026-03-11T04:00:00Z"),
        ] as [(String, String, String)])
    func businessDays(name: String, paid: String, expected: String) throws {
        let deadline = ShipBy.deadline(
            readyToShipSLA: nil, shippingDue: nil, paidTime: try utc(paid), zone: try zone(name))
        #expect(try deadline == utc(expected))
    }
}
