import Contracts
import Foundation
import Messaging
import TestKit
import Testing

@testable import Ingestion

struct ApplySnapshotTests {
    @Test("an order is accepted at first sight, with version 1 and no status before")
    func firstSight() throws {
        let change = try #require(changed(Ingestion.apply(try Samples.read(), to: Samples.stored(), from: .webhook)))
        #expect(change.version == 1)
        #expect(change.previousStatus == nil)
        #expect(change.message.version == 1)
        #expect(change.message.lines[0].ordered == 2)
        #expect(change.recipientMessage?.version == 1)
        #expect(change.recipientMessage?.postalCode == "78701")
    }

    @Test("an order is counted when it is new, and not when it changes")
    func counted() throws {
        let first = try #require(changed(Ingestion.apply(try Samples.read(), to: Samples.stored(), from: .webhook)))
        var order = Samples.stored()
        order.take(first)
        let shipped = try Samples.read("IN_TRANSIT", updated: 1_767_224_900)
        let second = try #require(changed(Ingestion.apply(shipped, to: order, from: .poll)))
        #expect(OrderMeter.accepted([first, second]) == [.webhook: 1])
        #expect(OrderMeter.accepted([second]).isEmpty)
    }

    @Test("an update that comes before its creation is the order's first sight; the creation is then stale")
    func lateCreation() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read("IN_TRANSIT", updated: 1_767_224_900), &order) == 1)
        #expect(
            Ingestion.apply(try Samples.read("UNPAID", updated: 1_767_221_000), to: order, from: .webhook)
                == .ignored(.stale))
    }

    @Test("a repeat changes nothing")
    func repeats() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        #expect(Ingestion.apply(try Samples.read(), to: order, from: .poll) == .ignored(.repeated))
    }

    @Test("in the same second the status further along wins")
    func rank() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read("AWAITING_COLLECTION"), &order) == 1)
        #expect(Ingestion.apply(try Samples.read("AWAITING_SHIPMENT"), to: order, from: .poll) == .ignored(.stale))
        #expect(version(try Samples.read("IN_TRANSIT"), &order) == 2)
    }

    @Test("cancelled is for ever, whatever comes later")
    func terminal() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read("CANCELLED"), &order) == 1)
        let later = try Samples.read("AWAITING_SHIPMENT", updated: 1_767_225_000)
        #expect(Ingestion.apply(later, to: order, from: .poll) == .ignored(.terminal))
    }

    @Test("a newer time alone is kept, but is no new version")
    func touched() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        let change = try #require(
            changed(Ingestion.apply(try Samples.read(updated: 1_767_224_800), to: order, from: .poll)))
        #expect(!change.isVersion)
        #expect(change.version == 1)
        #expect(change.drafts.isEmpty)
        order.take(change)
        #expect(order.snapshot?.updatedAt == Instant(seconds: 1_767_224_800))
    }

    @Test("a cancellation without lines cancels the units that were known")
    func cancelledWithoutLines() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        let bare = try Samples.reader.read(
            Samples.order(["status": "CANCELLED", "update_time": 1_767_225_000], lines: []))
        let change = try #require(changed(Ingestion.apply(bare, to: order, from: .webhook)))
        #expect(change.snapshot.lines.map(\.units) == [OrderLine.Units(cancelled: 2)])
        #expect(change.previousStatus == .awaitingShipment)
    }

    @Test("the log names what differs")
    func fields() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        let requested = try Samples.read(updated: 1_767_224_800, ["is_buyer_request_cancel": true])
        #expect(changed(Ingestion.apply(requested, to: order, from: .webhook))?.fields == ["flags"])
        let shipped = try Samples.read("AWAITING_COLLECTION", updated: 1_767_224_800)
        #expect(changed(Ingestion.apply(shipped, to: order, from: .webhook))?.fields == ["status", "lines"])
    }

    @Test("in whichever order snapshots come, the same one is left", arguments: 0..<200)
    func permutations(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let words = ["UNPAID", "ON_HOLD", "AWAITING_SHIPMENT", "IN_TRANSIT", "DELIVERED", "CANCELLED"]
        var snapshots: [ReadOrder] = []
        for index in 0..<6 {
            var read = try Samples.read(
                words.randomElement(using: &generator) ?? "UNPAID",
                updated: 1_767_224_700 + Int.random(in: 0...2, using: &generator))
            read.snapshot.readAt = Instant(milliseconds: Int64(index))
            snapshots.append(read)
        }
        func last(_ order: [ReadOrder]) -> (OrderStatus?, Instant?, Int) {
            var stored = Samples.stored()
            for read in order { _ = version(read, &stored) }
            return (stored.snapshot?.status, stored.snapshot?.updatedAt, stored.version)
        }
        let expected = last(snapshots)
        for _ in 0..<5 {
            let other = last(snapshots.shuffled(using: &generator))
            #expect(other.0 == expected.0)
            #expect(other.1 == expected.1)
            #expect(other.2 >= 1)
        }
    }

    // MARK: Handed over

    @Test("the carrier's time is the channel's word, where it has one")
    func collectionTime() throws {
        let told: [String: Any] = ["collection_time": 1_767_224_650]
        var order = Samples.stored()
        #expect(
            version(try Samples.read("AWAITING_SHIPMENT", updated: 1_767_224_700, ["collection_time": 0]), &order) == 1)
        #expect(order.snapshot?.handedOverAt == nil)
        let change = try #require(
            changed(
                Ingestion.apply(try Samples.read("IN_TRANSIT", updated: 1_767_224_800, told), to: order, from: .poll)))
        #expect(change.message.handedOverAt == Instant(seconds: 1_767_224_650))
        #expect(change.fields == ["status", "handed_over_at", "lines"])
    }

    @Test("else it is the time of the change that showed the order on its way first, and stays that")
    func firstInTransit() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read("AWAITING_COLLECTION"), &order) == 1)
        #expect(order.snapshot?.handedOverAt == nil)
        #expect(version(try Samples.read("IN_TRANSIT", updated: 1_767_224_800), &order) == 2)
        #expect(order.snapshot?.handedOverAt == Instant(seconds: 1_767_224_800))
        #expect(version(try Samples.read("DELIVERED", updated: 1_767_224_900), &order) == 3)
        #expect(order.snapshot?.handedOverAt == Instant(seconds: 1_767_224_800))
        #expect(
            Ingestion.apply(try Samples.read("DELIVERED", updated: 1_767_224_900), to: order, from: .poll)
                == .ignored(.repeated))
    }

    @Test("an order that is first seen at its end tells nothing of it")
    func firstSeenDelivered() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read("DELIVERED"), &order) == 1)
        #expect(order.snapshot?.handedOverAt == nil)
    }

    @Test("when it was shipped is told, and not forgotten by a change that does not tell")
    func shippedAt() throws {
        let told: [String: Any] = ["rts_time": 1_767_224_650]
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        let shipped = try Samples.read("AWAITING_COLLECTION", updated: 1_767_224_800, told)
        let change = try #require(changed(Ingestion.apply(shipped, to: order, from: .poll)))
        #expect(change.message.shippedAt == Instant(seconds: 1_767_224_650))
        #expect(change.fields == ["status", "shipped_at", "lines"])
        order.take(change)
        #expect(version(try Samples.read("IN_TRANSIT", updated: 1_767_224_900), &order) == 3)
        #expect(order.snapshot?.shippedAt == Instant(seconds: 1_767_224_650))
    }

    // MARK: Cancelled behind the hand-over

    @Test("a cancel behind the hand-over brings nothing back, also where the order was never seen on its way")
    func cancelledOnItsWay() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read("AWAITING_COLLECTION"), &order) == 1)
        let told = ["collection_time": 1_767_224_750]
        let change = try #require(
            changed(
                Ingestion.apply(try Samples.read("CANCELLED", updated: 1_767_224_900, told), to: order, from: .poll)))
        #expect(change.message.status == .cancelled)
        #expect(change.message.lines.map(\.units) == [OrderLine.Units(handedOver: 2)])
        #expect(change.message.handedOverAt == Instant(seconds: 1_767_224_750))
    }

    @Test("of a cancelled order only what was ship-confirmed can have left, where the channel tells it")
    func partlyShipped() throws {
        let lines = [
            Samples.tumbler("1", ["display_status": "CANCELLED", "rts_time": 1_767_224_650]),
            Samples.tumbler("2", ["display_status": "CANCELLED", "rts_time": 0, "cancel_reason": "out of stock"]),
        ]
        let read = try Samples.reader.read(
            Samples.order(["status": "CANCELLED", "collection_time": 1_767_224_750], lines: lines))
        #expect(read.snapshot.lines.map(\.units) == [OrderLine.Units(handedOver: 1, cancelled: 1, outOfStock: 1)])
    }

    @Test("what was known to be handed over stays so when the order is cancelled", arguments: [true, false])
    func knownToHaveLeft(isBare: Bool) throws {
        let lines = [
            Samples.tumbler("1", ["display_status": "IN_TRANSIT"]),
            Samples.tumbler("2", ["display_status": "AWAITING_SHIPMENT"]),
        ]
        let gone = lines.map { $0.merging(["display_status": "CANCELLED"]) { $1 } }
        var order = Samples.stored()
        let seen = try Samples.reader.read(Samples.order(["status": "PARTIALLY_SHIPPING"], lines: lines))
        #expect(version(seen, &order) == 1)
        let cancelled = try Samples.reader.read(
            Samples.order(["status": "CANCELLED", "update_time": 1_767_225_000], lines: isBare ? [] : gone))
        #expect(version(cancelled, &order) == 2)
        #expect(order.snapshot?.lines.map(\.units) == [OrderLine.Units(handedOver: 1, cancelled: 1)])
        #expect(Ingestion.apply(cancelled, to: order, from: .poll) == .ignored(.repeated))
    }

    @Test("an order that was collected and is told without its lines has left whole, where nothing else is known")
    func collectedWithoutLines() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        let bare = try Samples.reader.read(
            Samples.order(
                ["status": "CANCELLED", "update_time": 1_767_225_000, "collection_time": 1_767_224_750], lines: []))
        #expect(version(bare, &order) == 2)
        #expect(order.snapshot?.lines.map(\.units) == [OrderLine.Units(handedOver: 2)])
    }

    // MARK: Recipients

    @Test("an address that changes has its own version; the order's is left alone")
    func addressChange() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        let moved = try Samples.read(
            updated: 1_767_224_800, ["recipient_address": Samples.address(["address_line1": "1 New Rd"])])
        let change = try #require(changed(Ingestion.apply(moved, to: order, from: .webhook)))
        #expect(!change.isVersion)
        #expect(change.recipientMessage?.version == 2)
        #expect(change.recipientMessage?.addressLines == ["1 New Rd", "Apt 3"])
        #expect(change.drafts.map(\.name) == [RecipientChanged.name])
    }

    @Test("an address that the channel masks later does not wipe out the one in the clear")
    func masking() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        let masked = Samples.address(["name": "A** D***", "address_line1": "1* S***** S*", "postal_code": "7****"])
        let done = try Samples.read("COMPLETED", updated: 1_767_225_000, ["recipient_address": masked])
        let change = try #require(changed(Ingestion.apply(done, to: order, from: .poll)))
        #expect(change.recipient == nil)
        #expect(change.version == 2)
    }

    @Test("a telephone that was always masked does not keep a new address out")
    func partlyMasked() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        let moved = Samples.address(["address_line1": "1 New Rd"])
        let next = try Samples.read(updated: 1_767_224_800, ["recipient_address": moved])
        #expect(changed(Ingestion.apply(next, to: order, from: .webhook))?.recipient?.version == 2)
    }

    @Test("a telephone that is hidden later does not wipe out the one in the clear, nor keep a new address out")
    func hiddenTelephone() throws {
        var order = Samples.stored()
        let clear = Samples.address(["phone_number": "(+1)555-010-0100"])
        #expect(version(try Samples.read(["recipient_address": clear]), &order) == 1)
        let same = try Samples.read("AWAITING_COLLECTION", updated: 1_767_224_800)
        #expect(changed(Ingestion.apply(same, to: order, from: .poll))?.recipient == nil)
        let moved = Samples.address(["address_line1": "1 New Rd"])
        let next = try Samples.read(updated: 1_767_224_900, ["recipient_address": moved])
        #expect(changed(Ingestion.apply(next, to: order, from: .poll))?.recipient?.version == 2)
    }

    @Test(
        "an address is masked without name, street, town or postal code, and not without its telephone",
        arguments: [
            (["phone_number": "(+1)555-***-0100"], false), (["name": "A** D***"], true),
            (["address_line2": "A** *"], true), (["postal_code": "7****"], true),
        ])
    func masked(change: [String: String], isMasked: Bool) throws {
        let read = try Samples.read(["recipient_address": Samples.address(change)])
        #expect(read.recipient?.isMasked == isMasked)
    }

    @Test("what was erased stays erased")
    func erased() throws {
        var order = Samples.stored()
        #expect(version(try Samples.read(), &order) == 1)
        order.recipient = StoredRecipient(version: 1, recipient: nil)
        let next = try Samples.read(updated: 1_767_224_800)
        #expect(changed(Ingestion.apply(next, to: order, from: .poll))?.recipient == nil)
    }

    @Test("levels of an address are found by their names, and asterisks are seen")
    func recipient() throws {
        let recipient = try #require(try Samples.read().recipient)
        #expect(recipient.fullName == "Ana Demo")
        #expect(recipient.city == "Austin")
        #expect(recipient.state == "Texas")
        #expect(!recipient.isMasked)
    }

    // MARK: Help

    private func changed(_ verdict: SnapshotVerdict) -> OrderChange? {
        if case .changed(let change) = verdict { change } else { nil }
    }

    private func version(_ read: ReadOrder, _ order: inout StoredOrder) -> Int {
        if let change = changed(Ingestion.apply(read, to: order, from: .webhook)) { order.take(change) }
        return order.version
    }
}

extension Samples {
    fileprivate static func read(_ changes: [String: Any]) throws -> ReadOrder {
        try read("AWAITING_SHIPMENT", updated: 1_767_224_700, changes)
    }
}
