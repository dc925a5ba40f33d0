import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Credit

/// From messages to a score: what is heard, what is kept, and what it comes to.
@Suite(.timeLimit(.minutes(3)))
struct JourneyOfFactsTests {
    /// 150 orders of 100 dollars in 75 days, two each; 15 of them with 50 dollars back: 15,000 − 750 = 14,250.
    private static var quarter: [Sale] {
        let orders = (0..<150).map { Told.sale($0, daysAgo: 1 + Int64($0 / 2) * 6 / 5) }
        return orders + (0..<15).map { Told.refund($0 * 10, cents: 5_000) }
    }

    @Test("90 days of orders make a score: 150 orders of 100 dollars less 750 are 4,750 a month")
    func seller() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell(Self.quarter)
            let score = try #require(try await world.score().score)
            #expect(score.figures.monthlyIncome == usd(475_000), "14,250 ÷ 3")
            #expect(score.figures.sales?.orders == 150 && score.figures.sales?.gmv == usd(1_500_000))
            #expect(score.figures.sales?.averageOrder == usd(10_000))
            #expect(score.figures.sales?.returnRate == "0.1", "15 of 150")
            #expect(score.figures.payouts == nil, "no statement was told")
            #expect(!score.reasons.isEmpty && score.reasons.count <= 4)
            let lost = score.factors.map(\.lost)
            #expect(score.raw + .sum(lost) == .hundred)
            #expect(try await world.count("scores") == 1)
            let kept = try #require(
                try await world.database.first("SELECT snapshot FROM snapshots", as: JSON.self)
            ).decode(Snapshot.self)
            #expect(try Scoring.score(kept, by: world.bureau.models.newest) == score, "a replay gives the same")
        }
    }

    @Test("orders that come late, twice and out of order make the same score")
    func anyOrder() async throws {
        let scores = try await [Self.quarter, Self.quarter.reversed() + Self.quarter.prefix(40)].concurrently { sales in
            try await CreditWorld.lend { world in
                try await world.open()
                for part in stride(from: 0, to: sales.count, by: 50) {
                    try await world.tell(Array(sales[part..<min(part + 50, sales.count)]))
                }
                return try #require(try await world.score().score)
            }
        }
        #expect(scores[0] == scores[1])
    }

    @Test("own shops' and affiliate income add up, and what an own shop paid counts once")
    func hybrid() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.link(Told.creator, kind: .creator)
            try await world.grant(Told.creator, isCreator: true, granted: [.affiliate])
            try await world.declare([.identity])
            try await world.tell((0..<100).map { Told.sale($0, daysAgo: 40) })
            // 30 orders for others' shops, 100 dollars each; one for the own shop, which is an order of it already.
            try await world.tell((0..<30).map { Told.credited($0, sales: 60_000, settled: 10_000, daysAgo: 30) })
            try await world.tell([
                Told.credited(99, sales: 10_000, settled: 5_000, daysAgo: 40, channelOrder: "57641"),
                Told.credited(98, sales: 10_000, settled: nil, daysAgo: 5),
            ])
            let figures = try #require(try await world.score().score).figures
            #expect(figures.monthlyIncome == usd(433_333), "(10,000 + 3,000) ÷ 3 = 4,333.33")
            #expect(figures.commissions?.settled == usd(300_000) && figures.commissions?.direct == usd(300_000))
            #expect(figures.commissions?.estimated == usd(900))
            #expect(figures.commissions?.orders == 31, "30 settled and one that is not")
        }
    }

    @Test("amounts of other currencies are converted at the rate of their day; without one they are named")
    func currencies() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.publish("2026-01-05", ["USD": "1.2", "GBP": "0.8"])
            try await world.tell([
                // 100 GBP ÷ 0.8 × 1.2 = 150 USD.
                Told.sale(1, cents: 10_000, daysAgo: 20, currency: .gbp),
                Told.sale(2, cents: 7_000, daysAgo: 20, currency: .thb),
            ])
            let figures = try #require(try await world.score().score).figures
            #expect(figures.sales?.gmv == usd(15_000))
            #expect(figures.leftOut == [Money(minorUnits: 7_000, currency: .thb)])
            #expect(figures.monthlyIncome == usd(5_000), "150 ÷ 3, and more that is not known")
            #expect(figures.months.map(\.income) == [usd(0), usd(0), nil], "the last month is not known whole")
            let score = try #require(try await world.score(at: Given.days(ago: -1)).score)
            #expect(score.input(.incomeStability)?.value == nil && score.input(.incomeTrend)?.value == nil)
            #expect(score.input(.orderTrend)?.value != nil && score.confidence.leavesOutMoney)
        }
    }

    @Test("an income that has no rate at all is not known, which is no income of 0")
    func withoutRate() async throws {
        try await CreditWorld.lend { world in
            let dong = try #require(Currency("VND"))
            try await world.open()
            try await world.publish("2026-01-05", ["USD": "1.2"])
            try await world.tell([Told.sale(1, cents: 25_000_000, daysAgo: 20, currency: dong)])
            let assessment = try await world.score()
            #expect(assessment.score == nil)
            #expect(assessment.standing.obstacles.map(\.code) == ["noExchangeRate"])
            #expect(assessment.standing.obstacles.first?.what == ["VND"])
        }
    }

    @Test("an order's rate is that of its day in the zone of its brand, where the shop has none of its own")
    func zones() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell(zone: "Pacific/Auckland", version: 2)
            try await world.tell(zone: "Europe/Paris")
            // Twenty days before 1 April, 0:00 of UTC, it is 12 March; in Honolulu it is 11 March, 14:00.
            try await world.tell(zone: "Pacific/Honolulu", version: 3)
            try await world.publish("2026-03-11", ["USD": "1.2", "GBP": "0.8"])
            try await world.publish("2026-03-12", ["USD": "1.2", "GBP": "0.6"])
            try await world.tell([Told.sale(1, cents: 10_000, daysAgo: 20, currency: .gbp)])
            let figures = try #require(try await world.score().score).figures
            #expect(figures.sales?.gmv == usd(15_000), "100 ÷ 0.8 × 1.2, and not ÷ 0.6: 200")
        }
    }

    @Test("every payment counts, however many, and a currency that nobody knows is no dollar")
    func noSilentCut() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.database.run(
                """
                INSERT INTO settlements
                SELECT \(Told.subject.uuid), \(Told.shop.uuid), 's' || n, 1, 'p' || n, 'paid',
                    \(Given.days(ago: 80).date) + n * interval '1 minute', 'USD', 100 FROM generate_series(1, 1500) n
                """)
            let payouts = try #require(try await world.score().score).figures.payouts
            #expect(payouts?.count == 1_500 && payouts?.amount == usd(150_000), "1,500 × 1.00")
            try await world.database.run("UPDATE settlements SET currency = 'XX' WHERE channel_statement = 's7'")
            await #expect(throws: UnknownCurrency.self) { try await world.score(at: Given.days(ago: -1)) }
        }
    }

    @Test("orders that nobody paid for or nothing is earned by count nowhere; an amount that is not told is not 0")
    func affiliateStatus() async throws {
        try await CreditWorld.lend { world in
            try await world.link(Told.creator, kind: .creator)
            try await world.grant(Told.creator, isCreator: true, granted: [.affiliate])
            try await world.declare([.identity])
            try await world.tell([
                Told.credited(1, sales: 60_000, settled: 9_000, daysAgo: 30),
                Told.credited(2, sales: 50_000, settled: nil, daysAgo: 29, status: .awaitingPayment),
                Told.credited(3, sales: 40_000, settled: nil, daysAgo: 28, status: .ineligible),
                Told.credited(4, sales: 30_000, settled: nil, daysAgo: 27),
            ])
            var score = try #require(try await world.score().score)
            #expect(score.figures.commissions?.orders == 2 && score.figures.commissions?.sales == usd(90_000))
            #expect(score.figures.activeDays == 2 && score.figures.monthlyIncome == usd(3_000), "90 ÷ 3")
            // One waits for payment, one to be settled: 9 each (metric 13).
            #expect(score.figures.commissions?.estimated == usd(1_800))
            #expect(!score.confidence.leavesOutMoney && score.figures.commissions?.unsettled == 1)
            // The newest of all four: before the last month, which begins 30 days ago, everything is settled.
            #expect(score.figures.months.map(\.income) == [usd(0), usd(0), nil])
            #expect(score.confidence.amiss == [.commissionToSettle])

            try await world.tell([Told.credited(5, sales: nil, settled: nil, daysAgo: 26, status: .settled)])
            score = try #require(try await world.score(at: Given.days(ago: -1)).score)
            #expect(score.figures.commissions?.untold == 1 && score.figures.commissions?.sales == nil)
            #expect(score.figures.commissions?.orders == 3 && score.figures.monthlyIncome == usd(3_000))
            #expect(score.confidence.leavesOutMoney && score.input(.incomeStability)?.value == nil)

            try await world.tell([
                Told.credited(1, sales: 60_000, settled: nil, daysAgo: 30, version: 2, status: .settled)
            ])
            let standing = try await world.score(at: Given.days(ago: -2)).standing
            #expect(standing.obstacles.map(\.code) == ["incomeUnknown"], "nothing but amounts that nobody tells")
        }
    }

    @Test("what came through shop ads counts; an estimate that nobody tells is not known, and not 0")
    func adsAndEstimates() async throws {
        try await CreditWorld.lend { world in
            try await world.link(Told.creator, kind: .creator)
            try await world.grant(Told.creator, isCreator: true, granted: [.affiliate])
            try await world.declare([.identity])
            try await world.tell([
                Told.credited(1, sales: 10_000, settled: 0, daysAgo: 40, shopAds: 800),
                Told.credited(2, sales: 10_000, settled: 1_500, daysAgo: 39),
                Told.credited(3, sales: 10_000, settled: nil, daysAgo: 5),
            ])
            var score = try #require(try await world.score().score)
            #expect(score.figures.commissions?.settled == usd(1_500) && score.figures.commissions?.shopAds == usd(800))
            #expect(score.figures.monthlyIncome == usd(767), "(15 + 8) ÷ 3 = 7.666…")
            #expect(score.figures.commissions?.estimated == usd(900))
            #expect(CreditScore(score).figures.shopAdsCommission == usd(800))
            #expect(CreditScore(score).figures.unsettledCommissions == 1)
            // A base without a rate is no 0 % of it, and neither is nothing at all.
            for (number, base) in [(4, Int64(10_000)), (5, nil)] {
                var blank = Told.credited(number, sales: 10_000, settled: nil, daysAgo: 4)
                (blank.rows[0].estimatedCommission, blank.rows[0].estimatedBase, blank.rows[0].rate) = (nil, base, nil)
                try await world.tell([blank])
                score = try #require(try await world.score(at: Given.days(ago: 3 - Int64(number))).score)
                #expect(score.figures.commissions?.estimated == nil, "order \(number)")
                try await world.database.run("DELETE FROM affiliate_orders WHERE channel_order = \("9\(number)")")
            }
            var based = Told.credited(6, sales: 10_000, settled: nil, daysAgo: 4)
            (based.rows[0].estimatedCommission, based.rows[0].estimatedBase) = (nil, 10_000)
            try await world.tell([based])
            score = try #require(try await world.score(at: Given.days(ago: -3)).score)
            #expect(score.figures.commissions?.estimated == usd(2_400), "9 and 100 × 15 %")
        }
    }

    @Test("replacements and exchanges are due as well: 10 orders in time and 10 replacements late are 50 %")
    func replacements() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell((0..<10).map { Told.sale($0, daysAgo: 20) })
            let late = (10..<20).compactMap { number -> Sale? in
                guard case .order(var order) = Told.sale(number, daysAgo: 20) else { return nil }
                (order.flags, order.paidAt) = ([.replacement], nil)
                (order.handedOverAt, order.shippedAt) = (Given.days(ago: 10), Given.days(ago: 10))
                return .order(order)
            }
            try await world.tell(late)
            let score = try #require(try await world.score().score)
            #expect(score.input(.onTimeRate)?.value == "0.5")
            #expect(score.figures.sales?.orders == 10, "they are no paid orders")
        }
    }

    @Test("what is not linked is not kept, and what was linked is deleted when the link ends")
    func linksDecide() async throws {
        try await CreditWorld.lend { world in
            try await world.tell([Told.sale(1, daysAgo: 3)])
            #expect(try await world.count("orders") == 0)
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 3)])
            try await world.tell([Told.sale(2, daysAgo: 3)], brand: Told.lender)
            #expect(try await world.count("orders") == 1, "the same shop of another brand is nobody's")
            try await world.score()
            try await world.link(state: .ended, version: 3)
            #expect(try await world.count("orders") == 0)
            try await world.link(version: 2)
            #expect(try await world.count("accounts", "is_linked") == 0, "a late version changes nothing")
            let standing = try await world.score().standing
            #expect(standing.obstacles.map(\.code) == ["noActiveShop"])
        }
    }

    @Test("news that come together want one score")
    func coalesced() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            for number in 0..<20 { try await world.tell([Told.sale(number, daysAgo: 2)]) }
            #expect(try await world.count("work", "kind = 'score.make'") == 1)
        }
    }

    @Test("what is missing is never zero: shop facts, statements, grants")
    func missing() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 2)])
            func note(_ name: String, _ data: [DatumNote]) -> DatumNote? { data.first { $0.datum == name } }
            var data = try #require(try await world.score().score).data
            #expect(note("rating", data)?.absence == .notRead && note("payouts", data)?.absence == .notRead)

            try await world.tell(
                ShopFactsRead(
                    shop: ShopID(Told.shop.uuid), version: 1, readAt: Given.asOf, sellerType: .business,
                    openedAt: Given.days(ago: 400), rating: 460, reviews: 120, violations: 0, newProducts: 3))
            try await world.tell([
                SettlementChanged(
                    channelStatement: "s1", version: 1, shop: ShopID(Told.shop.uuid), statementAt: Given.days(ago: 1),
                    currency: .usd, settlement: 9_000, payment: .init(state: .paid, channelState: "PAID"))
            ])
            let score = try #require(try await world.score(at: Given.asOf).score)
            data = score.data
            #expect(note("rating", data)?.provenance != nil && note("performance", data)?.absence == .notTold)
            #expect(score.input(.shopRating)?.value == "4.6" && score.input(.violations)?.value == "0")
            #expect(score.input(.newProducts)?.value == "3")
            #expect(score.figures.payouts?.amount == usd(9_000))

            try await world.connect(granted: [.shop, .orders, .products], version: 2)
            let standing = try await world.score(at: Given.days(ago: -1)).standing
            #expect(standing.obstacles.map(\.code) == ["missingPermissions"])
            #expect(standing.obstacles.first?.what == ["finance"])
        }
    }

    @Test("a shop that we may only read is scored by what it is told under other names, until that is taken back")
    func observed() async throws {
        try await CreditWorld.lend { world in
            try await world.link()
            try await world.declare([.businessEntity, .employerIdentificationNumber])
            try await world.grant(Told.shop, region: "US", granted: [.shop, .products, .orders, .finance])
            guard case .order(let order) = Told.sale(1, daysAgo: 2) else { return }
            let bytes = Array(try JSONEncoder().encode(OrderObserved(order: order)))
            try await world.tell([try Sale.decode(OrderObserved.name, bytes)])
            let score = try #require(try await world.score().score)
            #expect(score.figures.sales?.orders == 1)
            try await world.grant(Told.shop, region: "US", state: .deauthorized, version: 2)
            let standing = try await world.score(at: Given.days(ago: -1)).standing
            #expect(standing.obstacles.map(\.code) == ["noActiveShop"])
        }
    }

    @Test("a shop without orders is scored, and one in a market that is not open is told why not")
    func obstacles() async throws {
        try await CreditWorld.lend { world in
            try await world.link()
            #expect(try await world.score().standing.obstacles.map(\.code) == ["noActiveShop"])
            try await world.connect()
            let standing = try await world.score(at: Given.days(ago: -1)).standing
            #expect(standing.obstacles.map(\.code) == ["missingDocuments"])
            try await world.declare([.businessEntity, .employerIdentificationNumber])
            let score = try #require(try await world.score(at: Given.days(ago: -2)).score)
            #expect(score.figures.monthlyIncome == usd(0) && score.raw > .zero, "it gets credit for existing")
            for (region, code) in [("AU", "regionBlocked"), ("BR", "regionNotYet")] {
                try await world.connect(region: region, version: region == "AU" ? 2 : 3)
                let standing = try await world.score(at: Given.days(ago: -3)).standing
                #expect(standing.obstacles.map(\.code) == [code])
                #expect(
                    standing.obstacles.first?.sentence == "TikTok Shop is not available in your region yet.")
            }
        }
    }
}

extension Array where Element: Sendable {
    /// The same of each, side by side, in their order.
    fileprivate func concurrently<Value: Sendable>(
        _ body: @escaping @Sendable (Element) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for (place, element) in enumerated() { group.addTask { (place, try await body(element)) } }
            var values: [(Int, Value)] = []
            for try await value in group { values.append(value) }
            return values.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
