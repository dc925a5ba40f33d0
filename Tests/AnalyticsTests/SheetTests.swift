import Commerce
import Contracts
import Foundation
import Messaging
import TestKit
import Testing

@testable import Analytics

/// What becomes of a sheet, whatever comes in whichever order.
struct SheetTests {
    private func sheet(_ facts: [Fact]) throws -> OrderSheet {
        var sheet = OrderSheet()
        for fact in facts { try sheet.take(fact, told: Names.noon, zone: .utc) }
        return sheet
    }

    /// The sums over all products in half-hours, whatever the half-hour.
    private func tally(_ facts: [Fact]) throws -> Tally {
        var sum = Tally.zero
        for (key, tally) in try sheet(facts).contribution(of: Names.tenant).rows where key.grain == .halfHour {
            sum += tally
        }
        return sum
    }

    @Test("a late version changes nothing but what it alone has seen")
    func lateVersionChanges() throws {
        let id = Names.order(1)
        let first = Fact.order(id, status: .awaitingShipment, [line("mug", 1_000, open: 1)])
        let shipped = Fact.order(id, version: 2, status: .awaitingCollection, [line("mug", 1_000, shipConfirmed: 1)])
        let cancelled = Fact.order(id, version: 3, status: .cancelled, [line("mug", 1_000, cancelled: 1)])
        // Without version 2 it was cancelled before shipment; with it, after.
        #expect(try tally([first, cancelled]).cancelledOrders == 1)
        for order in [
            [first, shipped, cancelled], [cancelled, shipped, first], [cancelled, first, shipped, shipped],
        ] {
            #expect(try tally(order).cancelledOrders == 0)
            #expect(try tally(order).netRevenue == 0)
            #expect(try sheet(order) == sheet([first, shipped, cancelled]))
        }
    }

    /// Connected after it was shipped: its first version comes when the order is delivered, long after its deadline.
    @Test("an order first seen after it was shipped is late only if it was shipped late")
    func orderFirstSeen() throws {
        let (deadline, seen) = (Names.noon.hours(24), Names.noon.days(3))
        func inTime(shipped: Instant?, handedOver: Instant?) throws -> Int64 {
            let fact = Fact.order(
                Names.order(1), status: .delivered, updated: seen, handedOver: handedOver, shipped: shipped,
                shipBy: deadline, [line(handedOver: 1)])
            let tally = try tally([fact])
            #expect(tally.due == 1)
            return tally.shippedInTime
        }
        let (early, late) = (Names.noon.hours(20), Names.noon.hours(30))
        #expect(try inTime(shipped: early, handedOver: late) == 1)
        #expect(try inTime(shipped: late, handedOver: late) == 0)
        #expect(try inTime(shipped: nil, handedOver: early) == 1, "what the carrier has was shipped before")
        #expect(try inTime(shipped: nil, handedOver: late) == 0)
        #expect(try inTime(shipped: late, handedOver: early) == 0, "the first of two parcels is not the order")
        #expect(try inTime(shipped: nil, handedOver: nil) == 0, "nobody tells, so it is when it was seen")
    }

    @Test("of two mugs one left before the order was cancelled")
    func twoMugsLeft() throws {
        let id = Names.order(1)
        let tally = try tally([
            .order(id, status: .partiallyShipping, [line("mug", 2_000, open: 1, shipConfirmed: 1)]),
            .order(id, version: 2, status: .cancelled, [line("mug", 2_000, open: 1, cancelled: 1)]),
        ])
        // One of two units by value; the order as a whole was not cancelled before shipment.
        #expect(tally.cancelledGMV == 1_000)
        #expect(tally.cancelledOrders == 0)
    }

    @Test("what was on its way when its order was cancelled is revenue that is given back, not a cancel in time")
    func wayOrderCancelled()
        throws
    {
        let tally = try tally([
            .order(Names.order(1), status: .cancelled, [line("mug", 2_000, handedOver: 1, cancelled: 1)])
        ])
        // A cancelled unit counts 1 in metric 3, whenever it was cancelled; in metric 5 only before shipment.
        #expect(tally.gmv == 2_000 && tally.netRevenue == 0)
        #expect(tally.cancelledGMV == 1_000 && tally.cancelledOrders == 0)
    }

    @Test("an amount that does not divide is shared out whole")
    func amountNotDivide() throws {
        // 10.00 for three: 3.34 + 3.33 + 3.33; two units cancelled are the first two.
        let tally = try tally([.order(Names.order(1), [line("mug", 1_000, open: 1, cancelled: 2)])])
        #expect(tally.gmv == 1_000)
        #expect(tally.netRevenue == 333)
    }

    @Test("refunds go to units that are neither cancelled nor gifts, those first that got least")
    func refundsGoUnits() throws {
        let id = Names.order(1)
        let order = Fact.order(
            id, status: .delivered,
            [
                line("mug", 2_000, handedOver: 2), line("mug", 0, handedOver: 1, isGift: true),
                line("cap", 900, cancelled: 1),
            ])
        func refund(_ name: String, _ goods: Int64, sku: String = "mug") -> Fact {
            .returned(id, name, goods: goods, [ReturnChanged.Line(channelSKU: sku, units: 1, goodsRefund: goods)])
        }
        #expect(try tally([order]).netRevenue == 2_000)
        #expect(try tally([order, refund("a", 1_000)]).netRevenue == 1_000)
        // The second refund is the other mug's; a third is above what either cost.
        #expect(try tally([order, refund("a", 1_000), refund("b", 1_000)]).netRevenue == 0)
        #expect(try tally([order, refund("a", 1_000), refund("b", 600), refund("c", 600)]).netRevenue == 0)
        #expect(try tally([order, refund("a", 900, sku: "cap")]).netRevenue == 2_000)
        // Without lines it is everybody's; in another currency nobody's.
        #expect(try tally([order, .returned(id, goods: 500)]).netRevenue == 1_500)
        #expect(try tally([order, .returned(id, currency: .eur, goods: 500)]).netRevenue == 2_000)
        #expect(try tally([order, .returned(id, kind: .replacement, goods: 0)]).netRevenue == 2_000)
        #expect(try tally([order, .returned(id, kind: .replacement, goods: 500)]).netRevenue == 1_500, "money instead")
        #expect(try tally([order, .returned(id, status: .approved, goods: 500)]).netRevenue == 2_000)
    }

    @Test("an oversell is what was missing at first sight, once")
    func oversellMissingFirst() throws {
        let id = Names.order(1)
        let order = Fact.reference(id)
        #expect(try tally([order, .short(id, version: 2, skus: 1), .short(id, version: 1, skus: 2)]).oversells == 2)
        #expect(try tally([order, .short(id), .short(id)]).oversells == 1)
        #expect(try tally([order, .short(id, isOversell: false)]).oversells == 0)
        // Before the order itself is known, nothing is counted.
        #expect(try tally([.short(id)]) == .zero)
    }

    @Test("orders that are no sales count for nothing but being shipped")
    func ordersNoSales() throws {
        for flag in [OrderFlag.sample, .refundableSample, .replacement, .exchange, .test] {
            let tally = try tally([.order(Names.order(1), flags: [flag], [line("mug", 1_000, open: 1)])])
            #expect([tally.paidOrders, tally.units, tally.gmv, tally.netRevenue] == [0, 0, 0, 0])
            #expect(tally.due == ([.replacement, .exchange].contains(flag) ? 1 : 0))
        }
    }

    @Test("any order of any messages, and repeats, make the same sheet")
    func anyOrderAny() throws {
        for seed in 1...150 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let facts = RandomFacts.make(Names.order(1), using: &generator)
            let expected = try sheet(facts)
            let shuffled = (facts + facts.prefix(Int.random(in: 0...facts.count, using: &generator)))
                .shuffled(using: &generator)
            #expect(try sheet(shuffled) == expected, "seed \(seed)")
            let copy = try JSONDecoder().decode(OrderSheet.self, from: JSONEncoder().encode(expected))
            #expect(copy == expected)
        }
    }

    @Test("figures that cannot be true are refused by their names")
    func figuresCannotTrue() throws {
        let id = Names.order(1)
        func field(_ fact: Fact) -> String? {
            do throws(Absurdity) {
                var sheet = OrderSheet()
                try sheet.take(fact, told: Names.noon, zone: .utc)
                return nil
            } catch { return error.field }
        }
        #expect(field(.order(id, [line(open: -1)])) == "lines[0].units.open")
        #expect(field(.order(id, [line(open: 1), line(cancelled: 10_001)])) == "lines[1].units.cancelled")
        #expect(field(.order(id, [line(open: 6_000), line(open: 6_000)])) == "lines")
        #expect(field(.order(id, [line("mug", -1, open: 1)])) == "lines[0].original")
        #expect(field(.order(id, [line("mug", .max, open: 1)])) == "lines[0].original")
        #expect(field(.order(id, version: 0, [line(open: 1)])) == "version")
        #expect(field(.order(id, Array(repeating: line(open: 1), count: 1_001))) == "lines")
        #expect(field(.returned(id, goods: -1)) == "goodsRefund")
        #expect(field(.bought(id, Names.shipment(1), -1, at: Names.noon)) == "cost.minorUnits")
        #expect(field(.reference(id)) == nil)
    }

    @Test("the lane understands everything that the topology brings")
    func laneUnderstandsEverything() throws {
        let lane = try #require(Topology.lanes.first { $0.queue == "analytics.facts" })
        let understood = Subscriptions.lanes(batch: 1)[0].subscriptions.flatMap(\.names).map(\.rawValue)
        #expect(Set(understood) == Set(lane.keys))
        let requests = try #require(Topology.lanes.first { $0.queue == "analytics.requests" })
        // What every service answers for itself, such as its failures, is not in the table of contents.
        let own = requests.keys.filter { !$0.hasPrefix("analytics.") }
        #expect(Subscriptions.requests().map(\.name.rawValue) == own)
    }
}
