import Commerce
import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Analytics

/// Amounts of several currencies.
@Suite(.timeLimit(.minutes(5)))
struct CurrencyTests {
    private let evening = Names.noon.hours(9)
    /// One dollar is 150 yen; a Kuwaiti dinar is 10 ÷ 3 dollars.
    private let rates = ["USD": "1.10", "JPY": "165", "KWD": "0.33"]

    private func sale(_ number: UInt8, _ minor: Int64, _ currency: Currency, placed: Instant = Names.noon) -> Fact {
        .order(Names.order(number), placed: placed, currency: currency, [line("mug", minor, open: 1)])
    }

    @Test("minor units are those of each currency, and halves go to the even")
    func minorUnitsEach() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.publish("2026-01-05", rates)
            let kwd = try #require(Currency("KWD"))
            // 1500 yen are 10.00 dollars; 3.000 dinars are 10.00 dollars.
            try await world.tell([sale(1, 1_500, .jpy), sale(2, 3_000, kwd)])
            let reply = try await world.summary(.today, at: evening)
            #expect(reply.now.gmv == 1_000 + 1_000)
            #expect(reply.now.averageOrder == 1_000)
            #expect(reply.unconverted.isEmpty)
            // The other way: 0.01 and 0.03 dollars are 1.5 and 4.5 yen, which is 2 and 4.
            try await world.settle(currency: .jpy, tenant: Names.other)
            for cents in [1, 3] as [UInt8] {
                try await world.tell([sale(10 + cents, Int64(cents), .usd)], tenant: Names.other)
            }
            #expect(try await world.summary(.today, at: evening, as: [Names.other]).now.gmv == 2 + 4)
        }
    }

    @Test("the last rate on or before the paid day holds, also for what comes later")
    func lastRateBefore() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.publish("2026-01-02", ["USD": "1.00"])
            try await world.publish("2026-01-06", ["USD": "2.00"])
            // Paid on Monday the 5th: Friday's rate. 10.00 euros are 10.00 dollars.
            try await world.tell([sale(1, 1_000, .eur)])
            // Half is refunded on another day, and the label is paid in euros on yet another.
            let refund = [ReturnChanged.Line(channelSKU: "mug", units: 1, goodsRefund: 500)]
            let later = Names.noon.days(3)
            try await world.tell(
                [
                    .returned(Names.order(1), currency: .eur, goods: 500, refund),
                    .order(
                        Names.order(1), version: 2, status: .inTransit, handedOver: later, currency: .eur,
                        [line("mug", 1_000, handedOver: 1)]),
                    .bought(Names.order(1), Names.shipment(1), 400, .eur, at: later),
                ], told: later)
            let now = try await world.summary(.week, at: later.hours(1)).now
            #expect(now.gmv == 1_000)
            #expect(now.netRevenue == 500)
            #expect(now.costPerOrder == 400)
        }
    }

    @Test("without a rate orders are counted, and their currency is named")
    func withoutRateOrders() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell([sale(1, 1_500, .jpy), sale(2, 700, .usd)])
            let reply = try await world.summary(.today, at: evening)
            #expect(reply.now.paidOrders == 2)
            #expect(reply.now.unitsSold == 2)
            #expect(reply.now.gmv == 700)
            #expect(reply.now.averageOrder == 700)
            #expect(reply.unconverted == ["JPY"])
            #expect(reply.series.map(\.paidOrders).reduce(0, +) == 2)
        }
    }

    @Test("rates that come later convert what waited for them")
    func ratesComeLater() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell([sale(1, 1_500, .jpy), sale(2, 700, .usd), sale(3, 3_000, .jpy)])
            #expect(try await world.count("orders", "lacks_rate") == 2)
            try await world.publish("2026-01-05", rates)
            #expect(try await world.work(step: 1) >= 2)
            #expect(try await world.count("orders", "lacks_rate") == 0)
            let reply = try await world.summary(.today, at: evening)
            #expect(reply.now.gmv == 1_000 + 700 + 2_000)
            #expect(reply.unconverted.isEmpty)
            #expect(try await world.rollups() == world.recomputed())
            // What is converted stays, whatever is published for the day before.
            try await world.publish("2026-01-04", ["USD": "9", "JPY": "9"])
            try await world.tell([.returned(Names.order(1), currency: .jpy, goods: 1_500)])
            #expect(try await world.summary(.today, at: evening).now.netRevenue == 700 + 2_000)
        }
    }

    @Test("an order finds the rate that came while it was written")
    func orderFindsRate() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell([sale(1, 1_500, .jpy)])
            // As if the rates' own transaction had not seen the order yet.
            try await world.database.run(
                "INSERT INTO rates VALUES ('USD', '2026-01-05', '1.10'), ('JPY', '2026-01-05', '165')")
            #expect(try await world.work() == 1)
            #expect(try await world.summary(.today, at: evening).now.gmv == 1_000)
        }
    }

    @Test("the currency cannot change while facts are counted in it")
    func currencyCannotChange() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle()
            let message = Received(Metadata(name: Fact.names[0], tenant: Names.tenant), sale(1, 700, .usd))
            try await world.database.transaction { transaction in
                var pipeline = Pipeline()
                _ = FactHandler().load([message], &pipeline)
                try await transaction.send(pipeline)
                let error = await #expect(throws: PostgresError.self) {
                    try await world.database.run("SELECT FROM settings FOR UPDATE NOWAIT")
                }
                #expect(error?.sqlState == "55P03", "lock_not_available")
                // Other facts go on meanwhile.
                try await world.database.run("SELECT FROM settings FOR SHARE NOWAIT")
            }
            try await world.database.run("SELECT FROM settings FOR UPDATE NOWAIT")
        }
    }

    @Test("another currency of the tenant's is worked through in steps")
    func anotherCurrencyTenant() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(currency: .usd)
            try await world.publish("2026-01-05", rates)
            try await world.tell((1...7).map { sale($0, 1_500, .jpy) })
            #expect(try await world.summary(.today, at: evening).now.gmv == 7_000)
            try await world.settle(currency: .jpy, version: 2)
            // Until the work is done, sums in dollars are converted at their day's rate: nothing is missing.
            #expect(try await world.summary(.today, at: evening).now.gmv == 7 * 1_500)
            // Seven orders, two at a time: three full steps, and one that finds the last.
            #expect(try await world.work(step: 2) == 4)
            let reply = try await world.summary(.today, at: evening)
            #expect(reply.now.gmv == 7 * 1_500)
            #expect(reply.currency == "JPY")
            #expect(try await world.count("orders", "target <> 'JPY'") == 0)
            #expect(try await world.rollups() == world.recomputed())
            #expect(try await world.count("rollups", "currency = 'USD' AND paid_orders > 0") == 0)
        }
    }

    @Test("an agency sees its brands in one currency, and what cannot be converted is named")
    func agencySeesBrands() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(currency: .jpy, tenant: Names.other)
            try await world.publish("2026-01-05", rates)
            try await world.tell([sale(1, 700, .usd)])
            try await world.tell([sale(2, 1_500, .jpy)], tenant: Names.other)
            let both = try await world.summary(.today, at: evening, as: [Names.tenant, Names.other])
            #expect([both.now.gmv, Int64(both.now.paidOrders)] == [700 + 1_000, 2])
            #expect(both.products.first?.gmv == 1_700)
            #expect(both.series.map(\.gmv).reduce(0, +) == 1_700)
            let reversed = try await world.summary(.today, at: evening, as: [Names.other, Names.tenant])
            #expect([reversed.now.gmv, reversed.currency == "JPY" ? 1 : 0] == [1_500 + 1_050, 1])
            // Before the first published day there is no rate.
            let old = Names.noon.days(-3)
            try await world.tell([sale(3, 900, .jpy, placed: old)], told: old, tenant: Names.other)
            let week = try await world.summary(.week, at: evening, as: [Names.tenant, Names.other])
            #expect([week.now.gmv, Int64(week.now.paidOrders)] == [1_700, 3])
            #expect(week.unconverted == ["JPY"])
        }
    }
}
