import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Fulfillment

/// Labels bought from the sandbox's Shippo, over HTTP.
@Suite(.timeLimit(.minutes(5)))
struct LabelTests {
    @Test("an order that has all it needs gets the cheapest label, with its picture, and the channel is told")
    func buys() async throws {
        try await Room.lend { room in
            try await room.order()
            try await room.work("the label's picture is kept") { try await room.shipment().label?.file != nil }
            let shipment = try await room.shipment()
            let label = try #require(shipment.label)
            // 2 × 400 g are two half kilograms; both postal codes begin with 9: zone 1. (520 + 90) × 1.06 = 646.
            #expect(label.cost == Money(minorUnits: 646, currency: .usd))
            #expect(label.carrier == "USPS" && label.service == "Ground Advantage")
            #expect(room.partner.purchases.map(\.charged) == [646])
            #expect(room.partner.purchases[0].mark == LabelMark(shipment: shipment.id, attempt: label.attempt).text)
            let told = try await room.sent(OrderShip.self)
            #expect(told.map(\.tracking) == [label.tracking])
            #expect(told.map(\.channelOrder) == ["577000000000000001"])
            #expect(try await room.sent(LabelBought.self).map(\.tracking) == [label.tracking])
            #expect(try await room.sent(ActionTaken.self).map(\.action) == ["labelBought"])
            let journeys = try await room.database.rows(
                "SELECT DISTINCT correlation FROM told", as: String.self)
            #expect(journeys == [Names.order.description])
            let file = try #require(
                try await room.database.first("SELECT bytes, sha256 FROM files", as: ([UInt8], [UInt8]).self))
            #expect(file.0.starts(with: Array("%PDF".utf8)))
            #expect(file.1.count == 32)
        }
    }

    @Test("an address whose telephone alone is hidden gets its label, without a telephone")
    func hiddenTelephone() async throws {
        try await Room.lend { room in
            var hidden = recipient()
            hidden.phone = "(+1)555-***-0100"
            try await room.hear(.order(order()), .recipient(hidden), .reserved(reserved()))
            try await room.work("the label is there") { try await room.shipment().label != nil }
            // The recipient's address has none, the warehouse's its own.
            #expect(Set(room.partner.phones) == [nil, "+1 555 0101"])
        }
    }

    @Test("an address that is nowhere and a parcel that nobody takes wait with the partner's sentence")
    func refusals() async throws {
        try await Room.lend { room in
            let heavy = OrderID.mint()
            try await room.order(street: "1 Nowhere Road")
            // 200 units of 400 g are 80 kg; the strongest carrier takes 68.
            try await room.hear(
                .order(order(heavy, units: .init(open: 200))), .recipient(recipient(heavy)),
                .reserved(reserved(heavy)))
            try await room.work("both have failed") { try await room.sent(LabelFailed.self).count == 2 }
            let nowhere = try await room.shipment()
            #expect(nowhere.record?.waitsFor == "address")
            #expect(nowhere.trouble?.reason == "badAddress")
            let sentence = try #require(nowhere.record?.sentence)
            #expect(sentence.hasPrefix("The address as submitted could not be found."))
            #expect(try await room.shipment(heavy).trouble?.reason == "noRates")
            #expect(room.partner.purchases.isEmpty)
            try await room.hear(.recipient(recipient(version: 2)))
            try await room.work("the better address has its label") { try await room.shipment().label != nil }
        }
    }

    @Test("a carrier that the channel does not list is left out for the parcel; with none left it waits and says so")
    func unlistedCarriers() async throws {
        try await Room.lend { room in
            var german = warehouse
            (german.addressLines, german.city, german.state) = (["1 Dock St"], "Berlin", "Berlin")
            (german.postalCode, german.region) = ("10115", "DE")
            var berlin = recipient()
            (berlin.city, berlin.state, berlin.postalCode, berlin.region) = ("Berlin", "Berlin", "10115", "DE")
            try await room.handle(WarehouseSyncedHandler(queue: room.office.queue), [german])
            try await room.hear(
                .order(order(units: .init(open: 1), market: "DE")), .recipient(berlin), .reserved(reserved()))
            // 400 g in zone 1: 320, 570 and 610 cents before the zone's six percent.
            for carrier in ["Deutsche Post", "DHL", "DPD"] {
                try await room.work("\(carrier) is bought") { try await room.shipment().handover?.carrier == carrier }
                let refused = OrderShipRefused(
                    order: Names.order, shipment: try await room.shipment().id, reason: "unknownCarrier",
                    detail: "\(carrier) is none of the channel's carriers for this order: Hermes")
                try await room.hear(.refused(refused))
            }
            try await room.work("none is left") { try await room.shipment().trouble != nil }
            let record = try #require(try await room.shipment().record)
            #expect(record.waitsFor == "rates")
            #expect(record.sentence?.hasSuffix(": DHL, DPD, Deutsche Post") == true)
            #expect(try await room.sent(LabelFailed.self).map(\.reason) == ["noRates"])
            try await room.work("all are given back") {
                room.partner.purchases.map(\.status) == ["REFUNDPENDING", "REFUNDPENDING", "REFUNDPENDING"]
            }
            // Hermes is no partner here, but had it been, nobody else would pay for the detour.
            let next = OrderID.mint()
            try await room.database.run("DELETE FROM unlisted_carriers WHERE carrier = 'DPD'")
            var second = berlin
            second.order = next
            try await room.hear(
                .order(order(next, units: .init(open: 1), market: "DE")), .recipient(second), .reserved(reserved(next)))
            try await room.work("the next parcel is sent") { try await room.shipment(next).label != nil }
            #expect(try await room.shipment(next).label?.carrier == "DPD", "the only one of which nobody has said no")
        }
    }

    @Test("a purchase that was told to have failed and lands 40 seconds later is found, and bought once")
    func lateLanding() async throws {
        try await Room.lend { room in
            room.partner.delayPurchase(by: .seconds(40))
            try await room.order()
            try await room.work("the outcome is unknown") { try await room.shipment().state == .unknownPurchase }
            #expect(room.partner.purchases.isEmpty)
            // What else comes meanwhile buys nothing.
            try await room.hear(.order(order(version: 2)))
            room.partner.pass(.seconds(91))
            try await room.work("the purchase is found", isHurried: true) { try await room.shipment().label != nil }
            #expect(room.partner.purchases.map(\.status) == ["SUCCESS"])
            #expect(try await room.sent(LabelBought.self).count == 1)
            #expect(try await room.sent(OrderShip.self).count == 1)
        }
    }

    @Test("a webhook about a purchase without an answer, and about a refund, is heeded before the time")
    func purchaseWebhooks() async throws {
        try await Room.lend { room in
            room.partner.delayPurchase(by: .seconds(40))
            try await room.order()
            try await room.work("the outcome is unknown") { try await room.shipment().state == .unknownPurchase }
            room.partner.pass(.seconds(41))
            try await room.ring(room.partner.webhookOfNewestPurchase(), times: 2)
            try await room.work("the purchase is found") { try await room.shipment().label != nil }
            try await room.hear(.order(order(version: 2, status: .cancelled)))
            try await room.work("the refund is asked for") {
                room.partner.purchases.contains { $0.status == "REFUNDPENDING" }
            }
            try await room.work()
            room.partner.pass(.seconds(3 * 86_400))
            try await room.ring(room.partner.webhookOfNewestPurchase())
            try await room.work("the refund is settled") {
                try await room.shipment().voided.map(\.refund) == [.settled]
            }
        }
    }

    @Test("recipients are erased 90 days after their order is over, and old labels go")
    func erasure() async throws {
        try await Room.lend { room in
            try await room.order()
            let open = OrderID.mint()
            try await room.order(open)
            try await room.work("both labels are kept") { try await room.count("files") == 2 }
            try await room.hear(.order(order(version: 2, status: .completed)))
            let id = try await room.shipment().id
            try await room.database.run(
                """
                UPDATE files SET expires_at =
                        now() + interval '1 day' * CASE shipment_id WHEN \(id.uuid) THEN -1 ELSE 1 END
                """)
            // The order was over on 2026-01-01 by the sandbox's clock.
            try await room.database.run(
                "UPDATE shipments SET done_at = now() - interval '91 days' WHERE done_at < now()")
            try await room.office.queue.enqueue([WorkItem(KeepHouse.self, tenant: .platform, key: "")])
            try await room.work("the house is kept") { try await room.count("files") == 1 }
            #expect(try await room.office.recipients.open(room.shipment().key, room.database) == nil)
            #expect(try await room.office.recipients.open(room.shipment(open).key, room.database) != nil)
            // What is erased does not come back with a late repeat.
            try await room.hear(.recipient(recipient()))
            #expect(try await room.office.recipients.open(room.shipment().key, room.database) == nil)
        }
    }

    @Test("one that is absent twice is made again, and the one that lands after that is found and refunded")
    func duplicate() async throws {
        try await Room.lend { room in
            room.partner.delayPurchase(by: .seconds(600))
            try await room.order()
            try await room.work("the outcome is unknown") { try await room.shipment().state == .unknownPurchase }
            room.partner.pass(.seconds(91))
            try await room.work("it is absent once", isHurried: true) {
                try await room.shipment().purchase?.absentSince != nil
            }
            room.partner.pass(.seconds(31))
            try await room.work("another is bought", isHurried: true) { try await room.shipment().label != nil }
            let kept = try #require(try await room.shipment().label)
            room.partner.pass(.seconds(600))
            #expect(room.partner.purchases.count == 2)
            try await room.office.queue.enqueue([
                WorkItem(ReconcileLabels.self, tenant: .platform, key: "")
            ])
            try await room.work("the duplicate's refund is asked for") {
                room.partner.purchases.contains { $0.status == "REFUNDPENDING" }
            }
            #expect(try await room.sent(LabelVoided.self).map(\.reason) == ["duplicate"])
            #expect(try await room.shipment().label?.transaction == kept.transaction)
            // A second comparison finds everything accounted for.
            try await room.office.queue.enqueue([
                WorkItem(ReconcileLabels.self, tenant: .platform, key: "")
            ])
            try await room.work()
            #expect(try await room.sent(LabelVoided.self).count == 1)
        }
    }

    @Test("a cancel after the purchase voids the label and follows its refund until the money is back")
    func refund() async throws {
        try await Room.lend { room in
            try await room.order()
            try await room.work("the label is there") { try await room.shipment().label != nil }
            try await room.hear(.order(order(version: 2, status: .cancelled)))
            try await room.work("the refund is asked for") {
                room.partner.purchases.contains { $0.status == "REFUNDPENDING" }
            }
            #expect(try await room.sent(LabelVoided.self).map(\.refund) == ["requested"])
            room.partner.pass(.seconds(3 * 86_400))
            try await room.work("the refund is settled", isHurried: true) {
                try await room.shipment().voided.map(\.refund) == [.settled]
            }
            #expect(room.partner.purchases.map(\.charged) == [0])
            #expect(try await room.sent(LabelVoided.self).map(\.refund) == ["requested", "settled"])
            #expect(try await room.shipment().state == .cancelled)
        }
    }

    @Test("a cancel while the outcome is unknown ends with the found label refunded")
    func cancelUnknown() async throws {
        try await Room.lend { room in
            room.partner.delayPurchase(by: .seconds(40))
            try await room.order()
            try await room.work("the outcome is unknown") { try await room.shipment().state == .unknownPurchase }
            try await room.hear(.order(order(version: 2, status: .cancelled)))
            room.partner.pass(.seconds(91))
            try await room.work("the found label is given back", isHurried: true) {
                room.partner.purchases.contains { $0.status == "REFUNDPENDING" }
            }
            #expect(try await room.sent(OrderShip.self).isEmpty)
        }
    }

    @Test("an attempt whose buyer died is looked for, and not bought over")
    func deadBuyer() async throws {
        try await Room.lend { room in
            try await room.order()
            // What a buyer leaves behind that dies between its commit and its call.
            let named = BookStore.named([try await room.shipment().id])
            let begun = Purchase(
                attempt: UUID.v7(), offer: offer, recipientVersion: 1, begunAt: room.partner.now,
                settledBy: room.partner.now.later(by: .seconds(90)))
            try await room.office.change(named, cause: nil) { handling, _ in handling.begin(begun) }
            try await room.work("it is doubted") { try await room.shipment().purchase?.isUnknown == true }
            #expect(room.partner.purchases.isEmpty)
            room.partner.pass(.seconds(91))
            try await room.work("it is absent once", isHurried: true) {
                try await room.shipment().purchase?.absentSince != nil
            }
            room.partner.pass(.seconds(31))
            try await room.work("it is bought", isHurried: true) { try await room.shipment().label != nil }
            #expect(room.partner.purchases.count == 1)
        }
    }

    @Test("a partner that is out of order is asked again; nothing is bought twice")
    func outage() async throws {
        try await Room.lend { room in
            room.partner.fail("shipment.create", status: 503)
            room.partner.fail("transaction.create", status: 429)
            try await room.order()
            try await room.work("the label is there") { try await room.shipment().label != nil }
            #expect(room.partner.purchases.count == 1)
        }
    }

    @Test("a parcel is followed by webhook and poll from the first scan to the door")
    func tracks() async throws {
        try await Room.lend { room in
            try await room.order()
            try await room.work("the label is there") { try await room.shipment().label != nil }
            let shipment = try await room.shipment()
            try await room.hear(.accepted(accepted(shipment)))
            try await room.work("the parcel is known to the carrier") { try await room.shipment().journey != nil }
            #expect(try await room.shipment().state == .shipped)
            // The channel calls the carrier otherwise; the partner knows the number under its own word alone.
            #expect(try await room.shipment().handover?.carrier == "USPS Post")
            #expect(try await room.shipment().carrier == "USPS")
            // Picked up within 20 hours, four days on the way.
            room.partner.pass(.seconds(21 * 3600))
            let number = try #require(shipment.label?.tracking)
            try await room.ring(room.partner.webhook(tracking: number), times: 2)
            try await room.work("the webhook was heeded") { try await room.shipment().state == .inTransit }
            room.partner.pass(.seconds(5 * 86_400))
            try await room.work("the poll finds the end", isHurried: true) {
                try await room.shipment().journey?.isOver == true
            }
            let statuses = try await room.sent(ShipmentTracked.self).map(\.status)
            #expect(statuses.first == "preTransit" && statuses.contains("transit"))
            let delivered = try await room.sent(ShipmentDelivered.self)
            let took =
                try #require(delivered.first).deliveredAt.milliseconds
                - (try #require(delivered.first?.handedOverAt)).milliseconds
            #expect(took == 4 * 86_400_000)
            #expect(delivered.count == 1)
            #expect(try await room.count("work", "kind = 'tracks.poll'") == 0)
        }
    }
}
