import Contracts
import Foundation
import Postgres
import Testing

@testable import Analytics

/// Figures of days whose arithmetic is shown.
@Suite(.timeLimit(.minutes(5)))
struct GoldenDayTests {
    private let evening = Names.noon.hours(9)

    @Test("the reference order is 58 dollars 30 of GMV in three units")
    func referenceOrder58() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell([.reference(Names.order(1))])
            let reply = try await world.summary(.today, at: evening)
            // 2 × (24.90 − 2.00) + 12.50; the platform's 2.50, shipping and tax play no part.
            #expect(reply.now.gmv == 5_830)
            #expect(reply.now.netRevenue == 5_830)
            #expect(reply.now.averageOrder == 5_830)
            #expect(reply.now.unitsSold == 3)
            #expect(reply.now.paidOrders == 1)
            #expect(reply.now.cancellationRate == 0)
            #expect(reply.currency == "USD" && reply.zone == "UTC" && reply.unconverted.isEmpty)
            #expect(
                reply.products == [
                    ProductFigures(
                        channelProduct: "product of tumbler", title: "Tumbler", unitsSold: 2, gmv: 4_580),
                    ProductFigures(channelProduct: "product of brush", title: "Brush", unitsSold: 1, gmv: 1_250),
                ])
        }
    }

    @Test("nothing is divided by nothing, and nobody's figures are zero")
    func nothingDividedNothing() async throws {
        try await AnalyticsWorld.lend { world in
            for window in SummaryGet.Window.allCases {
                let reply = try await world.summary(window, at: evening)
                #expect(
                    reply.now
                        == Figures(
                            paidOrders: 0, unitsSold: 0, gmv: 0, netRevenue: 0, oversells: 0, oversellLoss: 0,
                            labels: 0, parcels: 0))
                #expect((reply.before == nil) == (window == .all))
                #expect(reply.series.allSatisfy { $0.gmv == 0 && $0.paidOrders == 0 })
            }
        }
    }

    /// Bundle, gift, sample, partial cancel, split order, channel's own warehouse, cash on delivery, unpaid.
    private var day: [Fact] {
        let (paid, later) = (Names.noon, Names.noon.hours(3))
        return [
            // A bundle is one unit: 30.00. A gift beside it is none, whatever it says it is worth.
            .order(Names.order(1), [line("bundle", 3_000, open: 1), line("pen", 200, open: 1, isGift: true)]),
            // A sample is no sale.
            .order(Names.order(2), flags: [.sample], [line("mug", 1_000, open: 1)]),
            // Three mugs at 10.00; one is cancelled before shipment, two are shipped: 30.00 GMV, 20.00 left.
            .order(Names.order(3), [line("mug", 3_000, open: 3)]),
            .order(
                Names.order(3), version: 2, status: .inTransit, updated: later,
                [line("mug", 3_000, handedOver: 2, cancelled: 1)]),
            // Shipped in two parcels: counted once. 25.00, of which one lamp of 15.00 is refunded by half.
            .order(
                Names.order(4), status: .inTransit, updated: later,
                [line("lamp", 1_500, handedOver: 1), line("mug", 1_000, handedOver: 1)]),
            .returned(
                Names.order(4), kind: .refundOnly, goods: 750,
                [ReturnChanged.Line(channelSKU: "lamp", units: 1, goodsRefund: 750)]),
            // The channel ships it: a sale like any other, but not ours to ship in time. 8.00.
            .order(Names.order(5), flags: [.fulfilledByChannel], shipping: .channel, [line("mug", 800, open: 1)]),
            // Paid at the door: counted when it was placed. 12.00.
            .order(
                Names.order(6), flags: [.cashOnDelivery], placed: paid, isPaid: false, [line("cap", 1_200, open: 1)]),
            // All cancelled before shipment: 5.00.
            .order(Names.order(7), [line("pin", 500, open: 1)]),
            .order(Names.order(7), version: 2, status: .cancelled, [line("pin", 500, cancelled: 1)]),
            // Never paid, and expired: in nothing.
            .order(Names.order(8), status: .cancelled, isPaid: false, [line("mug", 1_000, cancelled: 1)]),
        ]
    }

    @Test("a day of all kinds of orders")
    func dayKindsOrders() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell(day)
            let now = try await world.summary(.today, at: evening).now
            // Orders 1, 3, 4, 5, 6, 7; units 1 + 3 + 2 + 1 + 1 + 1.
            #expect(now.paidOrders == 6)
            #expect(now.unitsSold == 9)
            // 30.00 + 30.00 + 25.00 + 8.00 + 12.00 + 5.00
            #expect(now.gmv == 11_000)
            // less a mug of 10.00, half a lamp of 15.00, a pin of 5.00
            #expect(now.netRevenue == 11_000 - 1_000 - 750 - 500)
            // 110.00 ÷ 6 = 18.333…
            #expect(now.averageOrder == 1_833)
            // Only the pin's order is cancelled whole; by value the mug counts too: 15.00 of 110.00.
            #expect(now.cancellationRate == 1.0 / 6)
            #expect(now.cancelledValueRate == 1_500.0 / 11_000)
            #expect(try await world.rollups() == world.recomputed())
        }
    }

    @Test("a refund restates the day on which the order was paid")
    func refundRestatesDay() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell([
                .order(Names.order(1), status: .inTransit, [line("mug", 2_000, platformDiscount: 200, handedOver: 2)])
            ])
            let tomorrow = evening.days(1)
            #expect(try await world.summary(.week, at: tomorrow).now.netRevenue == 2_000)
            // One of two mugs: sale price 9.00, refunded 4.50, so half of its GMV of 10.00.
            let refund = [ReturnChanged.Line(channelSKU: "mug", units: 1, goodsRefund: 450)]
            try await world.tell([.returned(Names.order(1), goods: 450, refund)], told: tomorrow)
            let reply = try await world.summary(.week, at: tomorrow)
            #expect(reply.now.gmv == 2_000)
            #expect(reply.now.netRevenue == 1_500)
            #expect(try await world.summary(.today, at: tomorrow).now.netRevenue == 0)
            // Asked for again, then refused: nothing was given back.
            try await world.tell([.returned(Names.order(1), version: 2, status: .rejected, goods: 450, refund)])
            #expect(try await world.summary(.week, at: tomorrow).now.netRevenue == 2_000)
        }
    }

    @Test("orders are shipped by their time, or they are late")
    func ordersShippedTime() async throws {
        try await AnalyticsWorld.lend { world in
            let due = Names.noon.hours(4)
            func order(_ number: UInt8, _ line: OrderLine, _ status: OrderStatus, flags: [OrderFlag] = [], at: Instant)
                -> Fact
            {
                .order(Names.order(number), status: status, flags: flags, updated: at, shipBy: due, [line])
            }
            try await world.tell([
                order(1, line(shipConfirmed: 1), .awaitingCollection, at: due),
                order(2, line(shipConfirmed: 1), .awaitingCollection, at: due.minutes(1)),
                order(3, line(open: 1, shipConfirmed: 1), .partiallyShipping, at: Names.noon),
                order(4, line(cancelled: 1), .cancelled, at: Names.noon),
                .returned(Names.order(4), kind: .cancellation, by: "buyer"),
                order(5, line(cancelled: 1), .cancelled, at: Names.noon),
                .returned(Names.order(5), kind: .cancellation, by: "seller"),
                order(6, line(open: 1), .awaitingShipment, flags: [.fulfilledByChannel], at: Names.noon),
                order(7, line(open: 1), .awaitingShipment, flags: [.sample], at: Names.noon),
            ])
            // 1 in time; 2 too late, 3 in part, 5 given up by the shop; 4, 6 and 7 are not counted.
            #expect(try await world.summary(.today, at: evening).now.fulfilmentRate == 0.25)
            // Before the half-hour of the deadline is over nobody is late.
            #expect(try await world.summary(.today, at: due.minutes(10)).now.fulfilmentRate == nil)
        }
    }

    @Test("without a time of the channel's an order has two business days")
    func withoutTimeChannel() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(zone: "America/New_York")
            // Paid on Monday 5 January 2026: to be shipped by the end of Wednesday in New York, 05:00 UTC on Thursday.
            try await world.tell([.order(Names.order(1), [line(open: 1)])])
            let end = try Instant("2026-01-08T05:00:00Z")
            #expect(try await world.count("rollups", "due = 1 AND grain = 'halfHour' AND at = \(end.date)") == 1)
        }
    }
}
