import Contracts
import Messaging
import Postgres
import TestKit
import Testing

@testable import Fulfillment
@testable import Sandbox

/// What operators compare labels and purchases by.
@Suite(.timeLimit(.minutes(5))) struct ShelfTests {
    @Test("a label and its purchase are one fact each, also when the carrier asks to be left alone for a moment")
    func facts() async throws {
        try await Room.lend { room in
            try await room.order()
            try await room.work("it is bought") { try await room.shipment().label != nil }
            let label = try #require(try await room.shipment().label)
            // The label's picture comes later than the label, and is no reason to call it younger.
            try await room.database.run("UPDATE shipments SET changed_at = changed_at + interval '1 day'")
            let shelf = OperatorShelf(shippo: room.office.shippo, queue: room.office.queue)
            let labels = try #require(try await shelf.facts(FactList(.labels), limit: 10, in: room.database))
            #expect(labels.facts.map(\.key) == [label.transaction])
            #expect(labels.facts.map(\.at) == [label.boughtAt])

            room.partner.spoil("transaction.list", 1, times: 1, .throttle(retryAfter: 1))
            let purchases = try #require(try await shelf.facts(FactList(.purchases), limit: 10, in: room.database))
            #expect(purchases.facts.map(\.key) == [label.transaction])
            #expect(purchases.next == nil && purchases.since == nil, "all of them were read")

            room.partner.spoil("transaction.list", 1, .throttle(retryAfter: 600))
            let refused = await outcome {
                _ = try await shelf.facts(FactList(.purchases), limit: 10, in: room.database)
            }
            #expect(throws: Refusal.self, "nobody waits for ten minutes") { try refused.get() }
        }
    }
}
