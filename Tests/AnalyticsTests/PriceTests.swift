import Commerce
import Contracts
import Testing

@testable import Analytics

/// Two units of one listing, sold in one order: unit a at 24.90 − 2.00 = 22.90, unit b at 24.90 − 12.45 = 12.45.
struct PriceTests {
    private let id = Names.order(1)

    /// The order's lines, with units at some place each.
    private func order(
        version: Int = 1, status: OrderStatus = .awaitingShipment, a: OrderLine.Units = .init(open: 1),
        b: OrderLine.Units = .init(open: 1), updated: Instant? = nil, shipped: Instant? = nil
    ) -> Fact {
        var lines = [
            line("mug", 2_490, sellerDiscount: 200, units: ["a"]),
            line("mug", 2_490, sellerDiscount: 1_245, units: ["b"]),
        ]
        lines[0].units = a
        lines[1].units = b
        return .order(
            id, version: version, status: status, updated: updated, shipped: shipped,
            shipBy: Names.noon.hours(24), lines)
    }

    private func sheet(_ facts: [Fact]) throws -> OrderSheet {
        var sheet = OrderSheet()
        for fact in facts { try sheet.take(fact, told: Names.noon, zone: .utc) }
        return sheet
    }

    private func tally(_ facts: [Fact]) throws -> Tally {
        var sum = Tally.zero
        for (key, tally) in try sheet(facts).contribution(of: Names.tenant).rows where key.grain == .halfHour {
            sum += tally
        }
        return sum
    }

    private func refund(_ goods: Int64, of unit: String?) -> Fact {
        .returned(
            id, goods: goods,
            [ReturnChanged.Line(channelSKU: "mug", units: 1, goodsRefund: goods, channelLines: unit.map { [$0] })])
    }

    @Test("a cancelled unit takes away what it cost, and not half of both")
    func cancelledUnitTakes() throws {
        let tally = try tally([order(version: 1), order(version: 2, b: .init(cancelled: 1, outOfStock: 1)), .short(id)])
        #expect(tally.gmv == 2_290 + 1_245)
        #expect(tally.netRevenue == 2_290)
        #expect(tally.cancelledGMV == 1_245)
        #expect(tally.oversellLoss == 1_245)
        #expect(tally.cancelledOrders == 0)
    }

    @Test("a refund is set against the price of the unit that is named")
    func refundSetAgainst() throws {
        let sold = order(status: .delivered, a: .init(handedOver: 1), b: .init(handedOver: 1))
        #expect(try tally([sold, refund(2_290, of: "a")]).netRevenue == 1_245)
        #expect(try tally([sold, refund(1_245, of: "b")]).netRevenue == 2_290)
        // Without its name it goes to the first that got least: 12.45 of 22.90.
        #expect(try tally([sold, refund(1_245, of: nil)]).netRevenue == 2_290 + 1_245 - 1_245)
        // b's 12.45 against b's price is all of it; 22.90 too, since no unit loses more than it brought.
        #expect(try tally([sold, refund(2_290, of: "b")]).netRevenue == 2_290)
        // A name that the order does not have is none.
        #expect(try tally([sold, refund(2_290, of: "z")]).netRevenue == 1_245)
    }

    @Test("a refund for a unit that is cancelled takes nothing from the other one")
    func refundUnitCancelled() throws {
        let sold = order(status: .delivered, a: .init(handedOver: 1), b: .init(cancelled: 1))
        #expect(try tally([sold, refund(1_245, of: "b")]).netRevenue == 2_290)
    }

    @Test("of two units the one that was shipped before its cancel is told by its price")
    func twoUnitsShipped() throws {
        let shipped = order(status: .partiallyShipping, b: .init(shipConfirmed: 1))
        let gone = order(version: 2, status: .cancelled, a: .init(cancelled: 1), b: .init(cancelled: 1))
        for facts in [[shipped, gone], [gone, shipped]] {
            // Only a was cancelled before shipment: 22.90. Both are no revenue.
            #expect(try tally(facts).cancelledGMV == 2_290)
            #expect(try tally(facts).netRevenue == 0)
            #expect(try tally(facts).cancelledOrders == 0)
        }
    }

    @Test("where prices are told differently after a cancel, the listing still tells how many had left")
    func pricesToldDifferently() throws {
        let shipped = order(status: .partiallyShipping, b: .init(shipConfirmed: 1))
        let gone = Fact.order(
            id, version: 2, status: .cancelled,
            [line("mug", 2_490, cancelled: 1), line("mug", 2_490, sellerDiscount: 100, cancelled: 1)])
        // One of them was cancelled before shipment; the first is taken for the one that had left: 24.90 − 1.00.
        #expect(try tally([shipped, gone]).cancelledGMV == 2_390)
    }

    // MARK: Cancelled before it was first seen

    @Test("an order first seen cancelled was cancelled after shipment if the channel tells when it was shipped")
    func orderFirstSeen()
        throws
    {
        let cancelled = OrderLine.Units(cancelled: 1)
        func first(shipped: Instant?) throws -> Tally {
            try tally([order(status: .cancelled, a: cancelled, b: cancelled, shipped: shipped)])
        }
        #expect(try first(shipped: nil).cancelledOrders == 1)
        #expect(try first(shipped: nil).cancelledGMV == 2_290 + 1_245)
        #expect(try first(shipped: Names.noon.hours(3)).cancelledOrders == 0)
        #expect(try first(shipped: Names.noon.hours(3)).cancelledGMV == 0)
        #expect(try first(shipped: Names.noon.hours(3)).netRevenue == 0)
        // An earlier version that comes late tells which of them it was: a was still open.
        let (early, late) = (
            order(status: .partiallyShipping, b: .init(shipConfirmed: 1), shipped: Names.noon.hours(3)),
            order(version: 2, status: .cancelled, a: cancelled, b: cancelled, shipped: Names.noon.hours(3))
        )
        #expect(try tally([late, early]).cancelledGMV == 2_290)
        #expect(try sheet([late, early]) == sheet([early, late]))
    }

    // MARK: Metric 24

    @Test(
        "an order of which the shop cancelled a unit is not fulfilled, however soon the rest left",
        arguments: [("seller", 0), ("system", 0), ("buyer", 1)] as [(String, Int64)])
    func orderShopCancelled(
        who: String, inTime: Int64
    ) throws {
        let rest = order(
            status: .awaitingCollection, a: .init(shipConfirmed: 1), b: .init(cancelled: 1, outOfStock: 1),
            updated: Names.noon.hours(2))
        func cancelled(_ status: ReturnChanged.Status) -> Fact {
            .returned(
                id, "cancel", version: status == .requested ? 1 : 2, kind: .cancellation, status: status, by: who,
                [ReturnChanged.Line(channelSKU: "mug", units: 1, goodsRefund: 1_245, channelLines: ["b"])])
        }
        #expect(try tally([rest, cancelled(.requested)]).shippedInTime == 1, "it is only asked for")
        let tally = try tally([rest, cancelled(.completed)])
        #expect(tally.due == 1)
        #expect(tally.shippedInTime == inTime)
    }

    @Test("a buyer who cancels what the shop has left of an order does not excuse the shop")
    func buyerCancelsShop() throws {
        let cancelled = OrderLine.Units(cancelled: 1)
        let tally = try tally([
            order(status: .cancelled, a: cancelled, b: cancelled),
            .returned(id, "1", kind: .cancellation, by: "seller"),
            .returned(id, "2", kind: .cancellation, by: "buyer"),
        ])
        #expect(tally.due == 1 && tally.shippedInTime == 0)
    }
}
