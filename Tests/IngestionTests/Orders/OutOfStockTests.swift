import Contracts
import Testing

@testable import Ingestion

/// Why units were cancelled, as far as figures need it (metric 21).
struct OutOfStockTests {
    @Test("of cancelled units those are counted for which nothing was there, by the channel's key or sentence")
    func counted() throws {
        let lines = [
            Samples.tumbler(
                "1", ["display_status": "CANCELLED", "cancel_reason": "seller_out_of_stock"]),
            Samples.tumbler("2", ["display_status": "CANCELLED", "cancel_reason": "Out of stock"]),
            Samples.tumbler("3", ["display_status": "CANCELLED", "cancel_reason": "no_longer_needed"]),
            Samples.tumbler("4", ["display_status": "IN_TRANSIT", "cancel_reason": "out_of_stock"]),
        ]
        let snapshot = try Samples.reader.read(Samples.order(["status": "IN_TRANSIT"], lines: lines)).snapshot
        #expect(snapshot.lines[0].units == OrderLine.Units(handedOver: 1, cancelled: 3, outOfStock: 2))
    }
}
