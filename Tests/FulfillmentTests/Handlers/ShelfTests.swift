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
            #expect(purchases.missed == nil)
            let shipment = try await room.shipment()
            #expect(
                purchases.facts.first?.words == [
                    "shipment": shipment.id.description, "order": shipment.orderID.description, "owner": "kept",
                ])

            room.partner.spoil("transaction.list", 1, .throttle(retryAfter: 600))
            let refused = await outcome {
                _ = try await shelf.facts(FactList(.purchases), limit: 10, in: room.database)
            }
            #expect(throws: Refusal.self, "nobody waits for ten minutes") { try refused.get() }
        }
    }

    @Test("parcels that wait for stock or a recipient are told, page by page, and no others")
    func waiting() async throws {
        try await Room.lend { room in
            let (short, nowhere, masked, whole) = (OrderID.mint(), OrderID.mint(), OrderID.mint(), OrderID.mint())
            try await room.hear(
                .order(order(short)), .recipient(recipient(short)),
                .order(order(nowhere)), .reserved(reserved(nowhere)),
                .order(order(masked)), .recipient(recipient(masked, isMasked: true)), .reserved(reserved(masked)),
                .order(order(whole)), .recipient(recipient(whole)), .reserved(reserved(whole)))
            let shelf = OperatorShelf(shippo: room.office.shippo, queue: room.office.queue)
            var (asked, found) = (FactList(.parcels), [String: String]())
            for _ in 0..<5 {
                let page = try #require(try await shelf.facts(asked, limit: 1, in: room.database))
                for fact in page.facts { found[fact.key] = fact.words["waitsFor"] }
                guard let next = page.next else { break }
                asked.after = next
            }
            #expect(found == [short.description: "stock", nowhere.description: "recipient"])
        }
    }

    @Test("a purchase tells how its shipment accounts for it")
    func owners() async throws {
        try await Room.lend { room in
            try await room.order()
            try await room.work("it is bought") { try await room.shipment().label != nil }
            var shipment = try await room.shipment()
            let label = try #require(shipment.label)
            func owner(isOld: Bool = false) -> String {
                PurchaseFacts.owner(of: label.attempt, shipment, isOld: isOld)
            }
            #expect(owner() == "kept" && owner(isOld: true) == "kept")
            shipment.label = nil
            #expect(owner() == "none" && owner(isOld: true) == "tooOld")
            shipment.voided = [
                VoidedLabel(attempt: label.attempt, transaction: label.transaction, reason: .cancelled)
            ]
            #expect(owner() == "refunding" && owner(isOld: true) == "refunding")
            shipment.voided = []
            shipment.purchase = Purchase(
                attempt: label.attempt,
                offer: RateOffer(rate: "r", carrier: "c", service: "s", cost: label.cost, days: 1),
                recipientVersion: 1, begunAt: label.boughtAt, settledBy: label.boughtAt)
            #expect(owner() == "underWay")
        }
    }

    @Test("a purchase that cannot be read is named")
    func unreadable() async throws {
        let change: Mirror.Change = { call, answer in
            guard call == "GET /transactions" else { return answer }
            return answer.replacing(#""results":["#, with: #""results":[{"object_id":{},"status":"SUCCESS"},"#)
        }
        try await Room.lend(altering: change) { room in
            try await room.order()
            try await room.work("it is bought") { try await room.shipment().label != nil }
            let shelf = OperatorShelf(shippo: room.office.shippo, queue: room.office.queue)
            let page = try #require(try await shelf.facts(FactList(.purchases), limit: 10, in: room.database))
            #expect(page.facts.count == 1 && page.missed?.map(\.subject) == ["page 1, purchase 1"])
        }
    }
}
