import TestKit
import Testing

@testable import ProductDriver

@Suite("Calls of partners")
struct CallsTests {
    private static func books(_ read: Int, _ refused: Int, _ bought: Int) -> JSONValue {
        [
            "counts": [
                ["partner": "tiktok", "endpoint": "order.detail", "code": 0, "count": .integer(read)],
                ["partner": "tiktok", "endpoint": "order.detail", "code": 36_009_002, "count": .integer(refused)],
                ["partner": "shippo", "endpoint": "transaction.create", "code": 201, "count": .integer(bought)],
            ]
        ]
    }

    /// 30 − 10 readings, 4 − 4 refusals and 10 − 0 labels, for ten parcels.
    @Test("what was called since is told by kind and outcome, for a parcel")
    func notes() {
        let since = Calls(Self.books(30, 4, 10)) - Calls(Self.books(10, 4, 0))
        #expect(since.whole == 30)
        #expect(
            since.notes(parcels: 10) == [
                "calls of partners for a parcel: 3.00", "  1.00 shippo transaction.create",
                "  2.00 tiktok order.detail",
            ])
    }

    @Test("what was not answered with success is told with its code")
    func refused() {
        let since = Calls(Self.books(0, 5, 0)) - Calls(Self.books(0, 0, 0))
        #expect(since.notes(parcels: 10).last == "  0.50 tiktok order.detail, answered with 36009002")
    }
}
