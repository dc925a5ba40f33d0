import Contracts
import Foundation
import Postgres
import Synchronization
import Testing

@testable import Fulfillment
@testable import Sandbox

/// Purchases that nobody answered, in books that are hard to read.
@Suite(.timeLimit(.minutes(5)))
struct PurchaseBooksTests {
    @Test("a rate that is written out and messages that are bare words hide no purchase: each parcel is bought once")
    func expanded() async throws {
        let change: Mirror.Change = { call, answer in
            guard call.hasSuffix(" /transactions") else { return answer }
            return Mirror.purchases(answer) { purchases in
                for index in purchases.indices {
                    purchases[index]["rate"] = ["object_id": purchases[index]["rate"] ?? ""]
                    purchases[index]["messages"] = ["a word"]
                    purchases[index]["eta"] = ["days": 3]
                }
            }
        }
        try await Room.lend(altering: change) { room in
            try await room.order()
            try await room.work("the answer itself is read") { try await room.shipment().label != nil }
            let second = OrderID.mint()
            try await lose(second, room)
            room.partner.pass(.seconds(91))
            try await room.work("the purchase is found", isHurried: true) {
                try await room.shipment(second).label != nil
            }
            #expect(room.partner.purchases.map(\.status) == ["SUCCESS", "SUCCESS"])
        }
    }

    @Test(
        "a purchase that cannot be read may be ours: nothing is bought over it, a person is told, and the truth ends it",
        arguments: [#"{"status":"SUCCESS","metadata":""}"#, #"{"object_id":{},"status":"SUCCESS"}"#])
    func unreadable(element: String) async throws {
        let isSpoiled = Mutex(true)
        let change: Mirror.Change = { call, answer in
            guard call == "GET /transactions", isSpoiled.withLock({ $0 }) else { return answer }
            return answer.replacing(#""results":["#, with: #""results":[\#(element)"#)
        }
        try await Room.lend(altering: change) { room in
            room.partner.delayPurchase(by: .seconds(7200))
            try await room.order()
            try await room.work("the outcome is unknown") { try await room.shipment().state == .unknownPurchase }
            room.partner.pass(.seconds(91))
            try await room.work("the books were read", isHurried: true) {
                try await room.count("work", "kind = 'label.resolve' AND last_detail LIKE '%object_id%'") == 1
            }
            #expect(try await room.shipment().purchase?.absentSince == nil)
            #expect(try await room.shipment().needsPerson == false)
            room.partner.pass(.seconds(900))
            try await room.work("a person is told", isHurried: true) { try await room.shipment().needsPerson }
            let told = try await room.shipment()
            #expect(told.purchase?.absentSince == nil && told.record?.waitsFor == "carrier")
            #expect(try await room.sent(ActionTaken.self).map(\.action) == ["purchaseDoubtful"])
            #expect(room.partner.purchases.isEmpty)
            isSpoiled.withLock { $0 = false }
            room.partner.pass(.seconds(7200))
            try await room.work("the purchase is found", isHurried: true) { try await room.shipment().label != nil }
            #expect(try await room.shipment().trouble == nil)
            #expect(room.partner.purchases.map(\.status) == ["SUCCESS"])
        }
    }

    @Test("U+0000 in a carrier's words holds up nobody's purchase and is told as a sign that can be kept")
    func zero() async throws {
        let change: Mirror.Change = { call, answer in
            guard call == "GET /transactions" else { return answer }
            return Mirror.purchases(answer) { purchases in
                guard let oldest = purchases.indices.last else { return }
                purchases[oldest]["status"] = "ERROR"
                purchases[oldest]["messages"] = [["source": "USPS", "text": "no\u{0}"]]
            }
        }
        try await Room.lend(altering: change) { room in
            let second = OrderID.mint()
            try await lose(Names.order, room)
            try await lose(second, room)
            room.partner.pass(.seconds(91))
            try await room.work("the younger one is found", isHurried: true) {
                try await room.shipment(second).label != nil
            }
            try await room.work("the older one is told") { try await room.shipment().trouble != nil }
            #expect(try await room.shipment().record?.sentence == "USPS: no\u{FFFD}")
            #expect(try await room.sent(LabelFailed.self).map(\.detail) == ["USPS: no\u{FFFD}"])
        }
    }

    @Test("a purchase that cannot be saved does not hold up those behind it, and is tried again")
    func poisoned() async throws {
        try await Room.lend { room in
            let second = OrderID.mint()
            try await lose(Names.order, room)
            try await lose(second, room)
            try await room.asOwner { owner in
                try await owner.run(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN RAISE EXCEPTION 'poison' USING ERRCODE = '22P05'; END $$
                    """)
                try await owner.run(
                    """
                    CREATE TRIGGER refuse BEFORE UPDATE ON shipments FOR EACH ROW
                    WHEN (OLD.order_id = \(unsafe: "'\(Names.order.uuid.uuidString)'")) EXECUTE FUNCTION refuse()
                    """)
            }
            room.partner.pass(.seconds(91))
            try await room.work("the younger one is found", isHurried: true) {
                try await room.shipment(second).label != nil
            }
            let older = try await room.shipment()
            try await room.work("the older one is named") {
                let name = "%\(older.id)%"
                return try await room.count("work", "kind = 'label.resolve' AND last_detail LIKE \(name)") == 1
            }
            #expect(older.purchase != nil)
            try await room.asOwner { try await $0.run("DROP TRIGGER refuse ON shipments") }
            try await room.work("the older one is found", isHurried: true) { try await room.shipment().label != nil }
            #expect(room.partner.purchases.map(\.status) == ["SUCCESS", "SUCCESS"])
        }
    }

    /// A parcel whose label is bought, and nobody hears of it; the next one is a second younger.
    private func lose(_ id: OrderID, _ room: Room) async throws {
        room.partner.spoil(
            "transaction.create", 1, times: 1,
            .error(code: 1, status: 502, message: "bad gateway", isDone: true))
        try await room.order(id)
        try await room.work("the outcome is unknown") { try await room.shipment(id).state == .unknownPurchase }
        room.partner.pass(.seconds(1))
    }
}
