import Contracts
import Foundation
import Outbound
import Testing

@testable import Ingestion

/// Amounts of what comes back, by the channel's own figures.
@Suite(.timeLimit(.minutes(5)))
struct RefundTests {
    /// US dollars as the channel writes them, with two places, in cents.
    private static func cents(_ text: Any?) throws -> Int64 {
        let digits = try #require(text as? String).replacing(".", with: "")
        return try #require(Int64(digits))
    }

    @Test("a refund's webhooks ring for it, and it is told with the channel's own amounts until it is paid")
    func refund() async throws {
        // The next poll is hours away: only webhooks can ring.
        try await Road.run(polling: .seconds(36_000)) { road in
            let shop = try await road.shop()
            try await road.connect(shop)
            let order = try await road.place(at: shop)
            _ = try await road.admin(.post, "/orders/\(order)/advance", #"{"to":"DELIVERED"}"#)
            // A day in a second: the buyer's two days of waiting for an answer are two seconds.
            _ = try await road.admin(.post, "/clock", #"{"scale":86400}"#)
            let placed = try await road.admin(.get, "/orders/\(order)")
            _ = try await road.admin(.post, "/orders/\(order)/return", #"{"kind":"refundOnly"}"#)
            try await road.bench.work(
                within: .seconds(120),
                until: {
                    try await road.hear()
                    return try await road.bench.sent(ReturnChanged.self).contains { $0.status == .completed }
                })
            let told = try #require(try await road.bench.sent(ReturnChanged.self).last)
            let line = try #require((placed["line_items"] as? [[String: Any]])?.first)
            let price = try Self.cents(line["sale_price"])
            let taxes = try (line["item_tax"] as? [[String: Any]] ?? []).map { try Self.cents($0["tax_amount"]) }
            #expect(told.kind == .refundOnly)
            #expect(told.lines.map(\.units) == [1])
            #expect(told.goodsRefund == price)
            #expect(told.taxRefund == taxes.reduce(0, +))
            // One of two units comes back: the postage does not.
            #expect(told.shippingRefund == 0)
            #expect(try await road.bench.count("faults") == 0)
        }
    }

    @Test("what is cancelled unpaid is told with nothing to refund")
    func unpaid() async throws {
        try await Road.run(polling: .seconds(36_000)) { road in
            let shop = try await road.shop()
            try await road.connect(shop)
            let body = #"{"lines":[{"sku":"SRM-1","units":1}],"plan":{"never_pays":true}}"#
            let orders = try await road.admin(.post, "/shops/\(shop)/orders", body)["orders"] as? [[String: Any]]
            let order = try #require(orders?.first?["id"] as? String)
            _ = try await road.admin(.post, "/orders/\(order)/cancel", #"{"role":"BUYER"}"#)
            try await road.bench.work(
                within: .seconds(60),
                until: {
                    try await road.hear()
                    return try await !road.bench.sent(ReturnChanged.self).isEmpty
                })
            let told = try #require(try await road.bench.sent(ReturnChanged.self).last)
            #expect(told.kind == .cancellation)
            #expect(told.channelOrder == order)
            #expect(told.goodsRefund + told.shippingRefund + told.taxRefund == 0)
            #expect(try await road.bench.count("faults") == 0)
        }
    }
}
