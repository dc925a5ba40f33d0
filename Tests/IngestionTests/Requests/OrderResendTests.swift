import Contracts
import Messaging
import Postgres
import Testing

@testable import Ingestion

/// What is told when an operator has an order told once more.
@Suite(.timeLimit(.minutes(5))) struct OrderResendTests {
    @Test("an order is told as it is now, and where it goes as long as something of it may be sent")
    func told() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let ids = try await bench.orders(
                [
                    Bench.order("101", placed: 1_767_220_000, ["status": "AWAITING_SHIPMENT"]),
                    Bench.order("102", placed: 1_767_220_001, ["status": "COMPLETED"]),
                ], of: shop)
            let before = try await bench.sent(RecipientChanged.self).count
            let handler = OrderResendHandler(orders: bench.desk.orders)
            for id in ids {
                let receipt = try await bench.ask(handler, OrderResend(order: id.description))
                #expect(receipt.version == 1 && receipt.subject == id.description)
            }
            let changed = try await bench.sent(OrderChanged.self).suffix(2)
            #expect(Set(changed.map(\.order)) == Set(ids))
            let recipients = try await bench.sent(RecipientChanged.self).dropFirst(before)
            #expect(recipients.map(\.order) == [ids[0]] && recipients.first?.version == 1)
            #expect(recipients.first?.addressLines.isEmpty == false)
        }
    }

    @Test("an order that nobody knows is refused by name")
    func unknown() async throws {
        try await Bench.run { bench in
            let handler = OrderResendHandler(orders: bench.desk.orders)
            let refusal = await bench.refusal(handler, OrderResend(order: OrderID.mint().description))
            #expect(refusal?.kind == .notFound && refusal?.field == "/order")
        }
    }
}
