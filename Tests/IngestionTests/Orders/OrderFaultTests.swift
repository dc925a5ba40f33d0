import Contracts
import Foundation
import Testing

@testable import Ingestion

struct OrderFaultTests {
    @Test("a fault names the field of the order and what is wrong with it")
    func orders() throws {
        #expect(try fault(["id": ""]) == "id is missing")
        #expect(try fault(["id": "a b"]) == "id is no id")
        #expect(try fault(["status": ""]) == "status is missing")
        #expect(try fault(["update_time": 0, "create_time": 0]) == "update_time is missing")
        #expect(try fault(["update_time": -5]) == "update_time is before 1970")
        #expect(try fault(["payment": ["currency": "usd"]]) == "payment.currency is not an ISO 4217 code")
        #expect(
            try fault(["payment": ["shipping_fee": "-1", "currency": "USD"]]) == "payment.shipping_fee is negative")
        #expect(try fault(lines: []) == "line_items is empty")
    }

    @Test("a fault names the line and its field")
    func lines() throws {
        func fault(_ changes: [String: Any]) throws -> String? {
            try IngestionTests.fault(lines: [Samples.brush, Samples.tumbler("2", changes)])
        }
        #expect(try fault(["original_price": "-0.01"]) == "line_items[1].original_price is negative")
        #expect(try fault(["original_price": "1000000000000.01"]) == "line_items[1].original_price is beyond any price")
        #expect(
            try fault(["original_price": "1e3"]) == "line_items[1].original_price is not a decimal number such as 62.30"
        )
        #expect(try fault(["seller_discount": "24.91"]) == "line_items[1].seller_discount is more than the price")
        #expect(try fault(["seller_discount": "24.91", "is_gift": true]) == nil)
        #expect(try fault(["sku_id": ""]) == "line_items[1].sku_id is missing")
        #expect(try fault(["currency": "EUR"]) == "line_items[1].currency is not the order's")
        #expect(try fault(["id": "577000000000000013"]) == "line_items[1].id repeats")
        #expect(
            try fault(["combined_listing_skus": [["sku_id": "1", "sku_count": 0]]])
                == "line_items[1].combined_listing_skus[0].sku_count is not from 1 to 10000")
    }

    @Test("a time beyond the clocks' tolerance would outrank everything that follows, and is refused")
    func future() throws {
        let limit = Int(Samples.readAt.milliseconds / 1000) + 86_400
        #expect(try fault(["update_time": limit]) == nil)
        #expect(try fault(["update_time": limit + 1]) == "update_time is in the future")
    }

    @Test("5,000 units are an order, one more is not")
    func size() throws {
        let lines = (0...5_000).map { Samples.tumbler("\($0 + 1)") }
        #expect(try fault(lines: Array(lines.dropLast())) == nil)
        #expect(try fault(lines: lines) == "line_items has more than 5000 units")
    }

    @Test("a cancelled order without lines is a tombstone, not a fault; one without an address neither")
    func toldNothing() throws {
        #expect(try fault(["status": "CANCELLED"], lines: []) == nil)
        let read = try Samples.reader.read(Samples.order(["recipient_address": ["region_code": "US"]]))
        #expect(read.recipient == nil)
    }

    @Test("a line comes to 10^14 minor units at most, and no sum before that check overflows")
    func sums() throws {
        func lines(_ price: String) -> [[String: Any]] {
            (1...5_000).map { Samples.tumbler("\($0)", ["original_price": price]) }
        }
        // 5,000 units at 200,000,000.00 are 10^14 cents; at 10^12 dollars 5 x 10^17, and Int64 holds 9.2 x 10^18.
        let snapshot = try Samples.reader.read(Samples.order(lines: lines("200000000.00"))).snapshot
        #expect(snapshot.lines[0].original == 100_000_000_000_000)
        for price in ["200000000.01", "1000000000000"] {
            #expect(try fault(lines: lines(price)) == "line_items comes to an amount beyond any price")
        }
    }

    @Test("1,000 listings are an order, one more is not: nobody behind would take it")
    func listings() throws {
        let lines = (0...1_000).map { Samples.tumbler("\($0 + 1)", ["sku_id": "\($0 + 1)"]) }
        #expect(try fault(lines: Array(lines.dropLast())) == nil)
        #expect(try fault(lines: lines) == "line_items has more than 1000 different listings and prices")
    }
}
