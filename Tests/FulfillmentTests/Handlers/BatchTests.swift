import Contracts
import Messaging
import Postgres
import Testing

@testable import Fulfillment

/// Batches as a busy lane sees them.
@Suite(.timeLimit(.minutes(3)))
struct BatchTests {
    @Test(
        "two hundred orders with all their facts, mixed, are decided in three transactions and want one purchase each")
    func manyOrders() async throws {
        try await Room.lend { room in
            let ids = (0..<200).map { _ in OrderID.mint() }
            let facts: [OrderFact] =
                ids.map { .order(order($0)) } + ids.reversed().map { .reserved(reserved($0)) }
                + ids.map { .recipient(recipient($0)) }
            let clock = ContinuousClock()
            var took = Duration.zero
            for start in stride(from: 0, to: facts.count, by: 200) {
                let batch = Array(facts[start..<start + 200])
                took += try await clock.measure { _ = try await room.handle(room.facts, batch) }
            }
            #expect(try await room.count("shipments", "state = 'buying'") == 200)
            #expect(try await room.count("work", "kind = 'label.buy'") == 200)
            // Loose: three batches are far below a second on any machine; a statement per message would not be.
            #expect(took < .seconds(20), "\(took)")
        }
    }
}
