import Commerce
import Contracts
import Foundation
import Postgres
import Testing

@testable import Analytics

/// Labels, parcels and their way.
@Suite(.timeLimit(.minutes(5)))
struct ParcelTests {
    private let evening = Names.noon.hours(9)

    /// An order that the carrier has taken at one o'clock.
    private func shipped(_ number: UInt8) -> Fact {
        .order(
            Names.order(number), status: .inTransit, handedOver: Names.noon.hours(1), [line(handedOver: 1)])
    }

    @Test("what a shipped order costs is what its labels cost after refunds")
    func shippedOrderCosts() async throws {
        try await AnalyticsWorld.lend { world in
            let (one, two) = (Names.order(1), Names.order(2))
            try await world.tell([
                shipped(1), shipped(2),
                .bought(one, Names.shipment(1), 500, at: Names.noon),
                // The first label of the second order is given up and refunded; the next one is used.
                .bought(two, Names.shipment(2), 900, tracking: "A", at: Names.noon),
                .voided(two, Names.shipment(2), "requested", reason: "addressChanged", at: Names.noon.minutes(5)),
                .bought(two, Names.shipment(2), 701, tracking: "B", at: Names.noon.minutes(10)),
            ])
            // The refund is only asked for: (5.00 + 9.00 + 7.01) ÷ 2 = 10.505, half-even 10.50.
            #expect(try await world.summary(.today, at: evening).now.costPerOrder == 1_050)
            try await world.tell([
                .voided(two, Names.shipment(2), "settled", reason: "addressChanged", at: Names.noon.hours(2))
            ])
            let now = try await world.summary(.today, at: evening).now
            // (5.00 + 7.01) ÷ 2 = 6.005, half-even 6.00
            #expect(now.costPerOrder == 600)
            #expect(now.labels == 2)
        }
    }

    @Test("a label whose order has not left costs nothing yet, and its order's day is that of the handover")
    func labelOrderNot()
        async throws
    {
        try await AnalyticsWorld.lend { world in
            let (one, two) = (Names.order(1), Names.order(2))
            try await world.tell([
                shipped(1), .bought(one, Names.shipment(1), 500, at: Names.noon),
                .order(two, [line(open: 1)]), .bought(two, Names.shipment(2), 700, at: Names.noon),
            ])
            // 5.00 ÷ 1; both labels are bought.
            let today = try await world.summary(.today, at: evening).now
            #expect(today.costPerOrder == 500)
            #expect(today.labels == 2)
            let tomorrow = Names.noon.days(1)
            try await world.tell([
                .order(two, version: 2, status: .inTransit, handedOver: tomorrow, [line(handedOver: 1)])
            ])
            #expect(try await world.summary(.today, at: evening).now.costPerOrder == 500)
            #expect(try await world.summary(.today, at: tomorrow.hours(1)).now.costPerOrder == 700)
            // (5.00 + 7.00) ÷ 2
            #expect(try await world.summary(.week, at: tomorrow.hours(1)).now.costPerOrder == 600)
            #expect(try await world.rollups() == world.recomputed())
        }
    }

    @Test("a void news is the same before and after its label, and a duplicate is no void")
    func voidNewsSame() throws {
        let (id, shipment) = (Names.order(1), Names.shipment(1))
        let facts: [Fact] = [
            .bought(id, shipment, tracking: "A", at: Names.noon),
            .voided(id, shipment, "requested", at: Names.noon.minutes(1)),
            .voided(id, shipment, "requested", reason: "duplicate", at: Names.noon.minutes(5)),
            .voided(id, shipment, "settled", at: Names.noon.minutes(4)),
            .bought(id, shipment, tracking: "B", at: Names.noon.minutes(3)),
        ]
        for order in [facts, facts.reversed()] {
            var sheet = OrderSheet()
            for fact in order { try sheet.take(fact, told: Names.noon, zone: .utc) }
            let fates = try #require(sheet.parcels[shipment]?.labelFates)
            #expect(fates.map(\.label.tracking) == ["A", "B"])
            #expect(fates.map(\.isVoided) == [true, false])
            #expect(fates.map(\.refund) == ["settled", nil])
            #expect(fates.map(\.charge.minorUnits) == [0, 500])
        }
    }

    @Test("of two labels that are given up each has its own refund, and a duplicate costs until it is refunded")
    func twoLabelsGiven()
        throws
    {
        let (id, parcel) = (Names.order(1), Names.shipment(1))
        func voided(_ tracking: String, _ cost: Int64, _ refund: String, after minutes: Int64) -> Fact {
            .voided(id, parcel, refund, tracking: tracking, cost: cost, at: Names.noon.minutes(minutes))
        }
        func charges(_ facts: [Fact]) throws -> Int64 {
            var sheet = OrderSheet()
            for fact in facts { try sheet.take(fact, told: Names.noon, zone: .utc) }
            let rows = try sheet.contribution(of: Names.tenant).rows
            return rows.filter { $0.key.grain == .day }.reduce(0) { $0 + $1.value.charges }
        }
        let facts: [Fact] = [
            shipped(1),
            .bought(id, parcel, 600, tracking: "A", at: Names.noon), voided("A", 600, "requested", after: 1),
            .bought(id, parcel, 900, tracking: "B", at: Names.noon.minutes(2)), voided("B", 900, "requested", after: 3),
            // The newer one is settled first, the older one refused.
            voided("B", 900, "settled", after: 4), voided("A", 600, "refused", after: 5),
        ]
        #expect(try charges(facts) == 600)
        #expect(try charges(facts.reversed()) == 600)
        func duplicate(_ refund: String, after minutes: Int64) -> Fact {
            .voided(
                id, parcel, refund, reason: "duplicate", tracking: "C", cost: 700, at: Names.noon.minutes(minutes))
        }
        let found = facts + [duplicate("requested", after: 6)]
        #expect(try charges(found) == 600 + 700)
        #expect(try charges(found + [duplicate("refused", after: 7)]) == 600 + 700)
        #expect(try charges(found + [duplicate("settled", after: 7)]) == 600)
        #expect(try charges([duplicate("settled", after: 7)] + found.reversed()) == 600)
    }

    @Test("the first scan is the handover, also where a later sighting is the first that is told")
    func firstScanHandover() throws {
        let (id, parcel, handover) = (Names.order(1), Names.shipment(1), Names.noon.hours(2))
        let facts: [Fact] = [
            .tracked(id, parcel, "transit", from: handover, at: handover.hours(40)),
            .tracked(id, parcel, "returned", from: handover, at: handover.hours(50)),
        ]
        for order in [facts, facts.reversed(), [facts[0]], [facts[1]]] {
            var sheet = OrderSheet()
            for fact in order { try sheet.take(fact, told: Names.noon, zone: .utc) }
            let known = try #require(sheet.parcels[parcel]?.facts(handedOverAt: nil))
            #expect(known.handedOverAt == handover.date)
        }
    }

    @Test("a label is in time within 15 minutes of being ready, and no label for a bad address is a failure")
    func labelTimeWithin()
        async throws
    {
        try await AnalyticsWorld.lend { world in
            let orders = (1...8).map { Names.order($0) }
            let parcels = (1...8).map { Names.shipment($0) }
            try await world.tell(orders.map { .order($0, [line(open: 1)]) })
            try await world.tell(
                zip(orders, parcels).map { .ready($0, $1, at: Names.noon) }.filter { $0.order != orders[4] })
            try await world.tell([
                .bought(orders[0], parcels[0], at: Names.noon.minutes(15)),
                .bought(orders[1], parcels[1], at: Names.noon.minutes(16)),
                .failed(orders[2], parcels[2], "badAddress", at: Names.noon),
                .bought(orders[3], parcels[3], at: Names.noon),
                .voided(orders[3], parcels[3], "requested", at: Names.noon.minutes(1)),
                // Two hours it waited for stock; only then its time began.
                .short(orders[4]), .ready(orders[4], parcels[4], at: Names.noon.hours(2)),
                .bought(orders[4], parcels[4], at: Names.noon.hours(2).minutes(1)),
                // The sixth has nothing yet. The seventh was cancelled before there was anything to judge.
                .order(orders[6], version: 2, status: .cancelled, [line(cancelled: 1)]),
            ])
            // The channel's own label comes with its word that it took the parcel.
            try await world.tell([.accepted(orders[7], parcels[7])], told: Names.noon.minutes(10))
            // 1, 4, 5 and 8 of 1, 2, 3, 4, 5, 6 and 8.
            let now = try await world.summary(.today, at: evening).now
            #expect(now.labelSuccess == 4.0 / 7)
            #expect(now.labels == 3)
            #expect(now.oversells == 1)
            // Nobody is late before the half-hour of the fifteen minutes is over: 1, 4 and 8 of all but 5 and 7.
            #expect(try await world.summary(.today, at: Names.noon.minutes(44)).now.labelSuccess == nil)
            #expect(try await world.summary(.today, at: Names.noon.minutes(45)).now.labelSuccess == 0.5)
            #expect(try await world.rollups() == world.recomputed())
        }
    }

    @Test("what is cancelled out of stock of an oversold order is its loss, on the day of the oversell")
    func cancelledOutStock()
        async throws
    {
        try await AnalyticsWorld.lend { world in
            let (one, two, three) = (Names.order(1), Names.order(2), Names.order(3))
            try await world.tell([
                .order(one, [line("mug", 3_000, open: 3)]), .short(one),
                .order(two, [line("mug", 500, open: 1)]),
                .order(three, [line("mug", 700, open: 1)]), .short(three),
            ])
            #expect(try await world.summary(.today, at: evening).now.oversellLoss == 0)
            // Two days later: one of three mugs is found and sent. The second was never short, the third's buyer left.
            let later = Names.noon.days(2)
            try await world.tell(
                [
                    .order(
                        one, version: 2, status: .inTransit, updated: later,
                        [line("mug", 3_000, handedOver: 1, cancelled: 2, outOfStock: 2)]),
                    .order(two, version: 2, status: .cancelled, [line("mug", 500, cancelled: 1, outOfStock: 1)]),
                    .order(three, version: 2, status: .cancelled, [line("mug", 700, cancelled: 1)]),
                ], told: later)
            let week = try await world.summary(.week, at: later.hours(1)).now
            #expect(week.oversells == 2)
            #expect(week.oversellLoss == 2_000, "two mugs of 10.00")
            #expect(try await world.summary(.today, at: later.hours(1)).now.oversellLoss == 0)
            #expect(try await world.rollups() == world.recomputed())
        }
    }

    @Test("delivery times are those of the parcels handed over in the window")
    func deliveryTimesParcels() async throws {
        try await AnalyticsWorld.lend { world in
            let handover = Names.noon.hours(1)
            var facts: [Fact] = (1...12).map { shipped($0) }
            // Ten parcels take 10, 20 … 100 hours.
            for number in 1...10 as ClosedRange<UInt8> {
                let (id, parcel) = (Names.order(number), Names.shipment(number))
                facts += [
                    .tracked(id, parcel, "transit", at: handover),
                    .delivered(id, parcel, from: nil, at: handover.hours(10 * Int64(number))),
                ]
            }
            facts += [
                .tracked(Names.order(11), Names.shipment(11), "transit", at: handover),
                .tracked(Names.order(11), Names.shipment(11), "returned", at: handover.hours(50)),
                .tracked(Names.order(12), Names.shipment(12), "transit", at: handover),
            ]
            try await world.tell(facts.shuffled())
            let now = try await world.summary(.week, at: handover.days(5)).now
            // The middle of 50 and 60; the ninth of ten in order.
            #expect(now.deliveryMedianHours == 55)
            #expect(now.deliveryNinetiethHours == 90)
            // One came back; one is on its way for less than 21 days and is undecided.
            #expect(now.deliverySuccess == 10.0 / 11)
            #expect(try await world.summary(.month, at: handover.days(22)).now.deliverySuccess == 10.0 / 12)
            #expect(try await world.summary(.today, at: handover.days(5)).now.deliveryMedianHours == nil)
        }
    }

    @Test("a parcel that no carrier speaks of is none, and the channel's handover stands in for a missing scan")
    func parcelNoCarrier()
        async throws
    {
        try await AnalyticsWorld.lend { world in
            let id = Names.order(1)
            try await world.tell([
                shipped(1), .failed(id, Names.shipment(1), "badAddress", at: Names.noon),
                .bought(id, Names.shipment(2), at: Names.noon),
                .tracked(id, Names.shipment(2), "preTransit", at: Names.noon),
                .delivered(id, Names.shipment(3), from: nil, at: Names.noon.hours(25)),
            ])
            #expect(try await world.count("parcels") == 1)
            // Handed over at one o'clock, by the channel's word; delivered a day after.
            let now = try await world.summary(.month, at: Names.noon.days(25)).now
            #expect(now.deliveryMedianHours == 24)
            #expect(now.deliverySuccess == 1)
        }
    }

    @Test("a parcel is counted when the channel took it, also when its order comes later")
    func parcelCountedChannel() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell([.accepted(Names.order(1), Names.shipment(1))], told: Names.noon.hours(2))
            #expect(try await world.summary(.today, at: evening).now.parcels == 0)
            try await world.tell([shipped(1), .accepted(Names.order(1), Names.shipment(1))], told: Names.noon.hours(3))
            #expect(try await world.summary(.today, at: evening).now.parcels == 1)
            let at = Names.noon.hours(2).date
            #expect(try await world.count("rollups", "parcels = 1 AND grain = 'halfHour' AND at = \(at)") == 1)
        }
    }
}
