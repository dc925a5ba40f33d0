import Contracts
import Foundation
import Messaging
import Testing

@testable import Ingestion
@testable import TikTokShop

struct ReturnListTests {
    private static func cancellation(_ id: Int, _ status: String, at time: Int) -> [String: Any] {
        [
            "cancel_id": "\(4000 + id)", "order_id": "1", "cancel_status": "CANCELLATION_REQUEST_\(status)",
            "create_time": time, "update_time": time, "refund_amount": ["currency": "USD", "refund_subtotal": "21.90"],
            "cancel_line_items": [["sku_id": "1729000000000000101"]],
        ]
    }

    @Test("returns come last changed first, in pages, narrowed by shop, kind and status, to their own brand")
    func pages() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.searchCancellations) { _ in
                [
                    "cancellations": (0..<5).map {
                        Self.cancellation($0, $0 == 4 ? "PENDING" : "SUCCESS", at: 1_767_230_000 + $0 / 2)
                    }
                ]
            }
            bench.channel.on(.searchReturns) { _ in [:] as [String: Any] }
            bench.channel.on(.getOrders) { _ in ["orders": [OrderWorkTests.order("1")]] }
            try await bench.queue.enqueue([SyncReturns.item(shop)])
            try await bench.work()
            let handler = ReturnListHandler()
            var seen: [String] = []
            var cursor: String?
            for _ in 0..<5 {
                let page = try await bench.ask(handler, ReturnList(cursor: cursor, limit: 2))
                seen += page.returns.map(\.channelReturn)
                cursor = page.next
                if cursor == nil { break }
            }
            #expect(seen == ["4004", "4003", "4002", "4001", "4000"])
            func count(_ question: ReturnList) async throws -> Int {
                try await bench.ask(handler, question).returns.count
            }
            #expect(try await count(ReturnList(status: .requested)) == 1)
            #expect(try await count(ReturnList(kind: .cancellation)) == 5)
            #expect(try await count(ReturnList(kind: .exchange)) == 0)
            #expect(try await count(ReturnList(shop: .mint())) == 0)
            #expect(try await bench.ask(handler, ReturnList(), as: [Bench.otherTenant]).returns.isEmpty)
            let filter = PageCursor.Filter("returns", [nil, nil, nil])
            let forged = try PageCursor(at: Instant(milliseconds: 0), keys: ["4004", "7495"]).text(of: filter)
            let refusal = await bench.refusal(handler, ReturnList(cursor: forged))
            #expect(refusal?.field == "/cursor" && refusal?.kind == .invalid)
            let order = try await bench.ask(OrderGetHandler(), OrderGet(order: "1"))
            #expect(order.returns.count == 5)
            #expect(order.returns.first?.goodsRefund == 2190)
        }
    }
}
