import Foundation
import TestKit
import Testing

@testable import BenchKit
@testable import W1Driver

@Suite("The workload")
struct WorkloadTests {
    private let workload = Workload(orders: 400, seed: 3, skew: 0.3)

    @Test("the same seed makes the same orders, deliveries and stock, another seed others")
    func seeds() {
        let again = Workload(orders: 400, seed: 3, skew: 0.3)
        #expect(again.orders == workload.orders)
        #expect(again.deliveries == workload.deliveries)
        #expect(again.stock == workload.stock)
        #expect(Workload(orders: 400, seed: 4, skew: 0.3).orders != workload.orders)
    }

    /// 400 / 20 = 20 come twice.
    @Test("every order is delivered, one in twenty of them a second time and never before the first")
    func deliveries() {
        #expect(workload.deliveries.count == 420)
        #expect(Set(workload.deliveries).count == 400)
        var seen: Set<Int> = []
        let firsts = workload.deliveries.filter { seen.insert($0).inserted }
        #expect(firsts == Array(0..<400))
    }

    @Test("skew is the share of lines that name a viral SKU", arguments: [0.0, 0.3, 1.0])
    func skew(share: Double) {
        let workload = Workload(orders: 2000, seed: 1, skew: share)
        let viral = Set(workload.stock.enumerated().filter { $0.offset % 1000 == 0 }.map(\.element.sku))
        #expect(viral.count == 10)
        let lines = workload.orders.flatMap(\.lines)
        let found = Double(lines.count { viral.contains($0.sku) }) / Double(lines.count)
        // Some 4,000 lines: a standard deviation of a share is at most √(¼ / 4000) = 0.008.
        #expect(abs(found - share) < 0.04)
    }

    @Test("a document is JSON, says what the order says, and its amounts add up")
    func documents() throws {
        for order in workload.orders {
            let document = try JSONDecoder().decode(JSONValue.self, from: Data(order.document))
            #expect(document["id"].text == order.id && document["shop_id"].text == order.tenant)
            #expect(document["create_time"].int == Int(order.createdAt))
            let lines = document["line_items"].list
            #expect(lines.compactMap { $0["sku_id"].text } == order.lines.map(\.sku))
            let total = lines.reduce(Decimal(0)) {
                $0 + Decimal($1["quantity"].int ?? 0) * (Self.decimal($1["sale_price"]) ?? 0)
            }
            #expect(Self.decimal(document["payment"]["total_amount"]) == total)
        }
        let size = workload.orders.reduce(0) { $0 + $1.document.count } / workload.orders.count
        #expect((1000...1300).contains(size), "a good kilobyte, not \(size) bytes")
    }

    private static func decimal(_ value: JSONValue) -> Decimal? { value.text.flatMap { Decimal(string: $0) } }

    @Test("money has two places", arguments: [(0, "0.00"), (5, "0.05"), (70, "0.70"), (123_456, "1234.56")])
    func money(cents: Int64, text: String) {
        #expect(PlacedOrder.money(cents) == text)
    }

    @Test("the orders span two days, so that the rollup has more than one row for a tenant")
    func days() {
        #expect(Set(workload.orders.map { $0.createdAt / 86_400 }).count == 2)
    }
}
