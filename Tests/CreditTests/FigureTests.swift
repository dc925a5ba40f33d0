import Commerce
import Contracts
import Foundation
import TestKit
import Testing

@testable import Credit

@Suite("PersonFigures of 90 days")
struct FigureTests {
    @Test("the seller of the specification: 15,000 × (1 − 5 %) = 14,250; ÷ 3 = 4,750")
    func seller() throws {
        let figures = try Given.figures(Examples.seller)
        #expect(figures.sales?.gmv == usd(1_500_000))
        #expect(figures.sales?.orders == 150)
        #expect(figures.sales?.completed == 150)
        #expect(figures.sales?.items == 150)
        #expect(figures.sales?.averageOrder == usd(10_000))
        #expect(figures.sales?.returnRate == "0.05")
        #expect(figures.sales?.netRevenue == usd(1_425_000))
        #expect(figures.monthlyIncome == usd(475_000))
        #expect(figures.commissions == nil)
        #expect(figures.secondIncome == usd(0))
    }

    @Test("the creator of the specification: 30,000 × 15 % = 4,500; ÷ 3 = 1,500")
    func creator() throws {
        let figures = try Given.figures(Examples.creator)
        #expect(figures.commissions?.orders == 200)
        #expect(figures.commissions?.sales == usd(3_000_000))
        #expect(figures.commissions?.settled == usd(450_000))
        #expect(figures.commissions?.direct == usd(450_000))
        #expect(figures.commissions?.assisted == nil, "the channel tells of no such order, which is not none")
        #expect(figures.monthlyIncome == usd(150_000))
        #expect(figures.sales == nil)
    }

    @Test("the person of the specification who is both: 10,000 + 3,000 = 13,000; ÷ 3 = 4,333.33")
    func hybrid() throws {
        let figures = try Given.figures(Examples.hybrid)
        #expect(figures.monthlyIncome == usd(433_333))
        #expect(figures.secondIncome == usd(100_000))  // 3,000 ÷ 3, the smaller of both
    }

    @Test("a shop without orders has figures of zero, and no average order")
    func noOrders() throws {
        let figures = try Given.figures(Facts(shops: [Given.shop()]))
        #expect(figures.sales?.gmv == usd(0))
        #expect(figures.sales?.orders == 0)
        #expect(figures.sales?.averageOrder == nil)
        #expect(figures.sales?.returnRate == nil)
        #expect(figures.monthlyIncome == usd(0))
        #expect(figures.activeDays == 0)
    }

    @Test("sales that are not told are no sales of zero")
    func unknownSales() throws {
        var shop = Given.shop()
        shop.sales = .missing(.notPermitted)
        let figures = try Given.figures(Facts(shops: [shop]))
        #expect(figures.sales == nil)
        #expect(figures.monthlyIncome == nil)
        #expect(figures.secondIncome == nil)
        #expect(figures.months.map(\.income) == [nil, nil, nil])
        #expect(figures.months.map(\.orders) == [nil, nil, nil])
        #expect(figures.activeDays == nil)
        #expect(figures.coverage == .zero)
    }

    @Test("GMV of which neither refunds nor a return rate are told is no income")
    func unknownReturns() throws {
        let figures = try Given.figures(Facts(shops: [Given.shop(sales: [Given.sales(3, gmv: 9_000)])]))
        #expect(figures.sales?.gmv == usd(9_000))
        #expect(figures.sales?.netRevenue == nil)
        #expect(figures.monthlyIncome == nil)
    }

    @Test("refunds are taken where they are told, and the return rate where they are not")
    func mixedRefunds() throws {
        var shop = Given.shop(sales: [Given.sales(3, gmv: 9_000, net: 6_000), Given.sales(4, gmv: 1_000)])
        shop.returns = Given.known(.counted(1, of: 10))
        // 60.00 + 10.00 × (1 − 1 ÷ 10)
        #expect(try Given.figures(Facts(shops: [shop])).sales?.netRevenue == usd(6_900))
    }

    @Test("several shops add up, and their return rate is that of all their orders")
    func severalShops() throws {
        var first = Given.shop(1, sales: [Given.sales(3, orders: 30, gmv: 300_000, net: 300_000)])
        first.returns = Given.known(.counted(1, of: 30))
        var second = Given.shop(2, market: "GB", sales: [Given.sales(5, orders: 50, gmv: 500_000, net: 400_000)])
        second.returns = Given.known(.counted(3, of: 50))
        let figures = try Given.figures(Facts(shops: [first, second]))
        #expect(figures.sales?.orders == 80)
        #expect(figures.sales?.averageOrder == usd(10_000))
        #expect(figures.sales?.returnRate == "0.05")  // 4 ÷ 80
        #expect(figures.sales?.netRevenue == usd(700_000))
    }

    @Test("several currencies add up converted, and what has no rate is named and in no sum")
    func severalCurrencies() throws {
        let shop = Given.shop(sales: [
            Given.sales(1, gmv: 10_000, net: 10_000),
            Given.sales(2, gmv: 35_000, net: 35_000, currency: .thb, dollars: 1_000),
            Given.sales(3, orders: 7, gmv: 9_900, net: 9_900, currency: .gbp),
        ])
        let figures = try Given.figures(Facts(shops: [shop]))
        #expect(figures.sales?.gmv == usd(11_000))
        #expect(figures.leftOut == [Money(minorUnits: 9_900, currency: .gbp)])
        #expect(figures.sales?.orders == 9)
        #expect(figures.sales?.averageOrder == usd(5_500))  // 110.00 ÷ the two orders in it
        #expect(throws: MoneyError.self) { try PersonFigures(Facts(shops: [shop]), in: Given.window, currency: .eur) }
    }

    @Test("commission of an own shop is no second income, and its orders count once")
    func ownShop() throws {
        let facts = Facts(
            shops: [Given.shop(sales: [Given.sales(3, orders: 10, gmv: 90_000, net: 90_000)])],
            creators: [
                Given.creator(earnings: [
                    Given.earning(3, orders: 4, settled: 6_000, isOwn: true),
                    Given.earning(4, orders: 2, settled: 3_000),
                ])
            ])
        let figures = try Given.figures(facts)
        #expect(figures.commissions?.settled == usd(3_000))
        #expect(figures.monthlyIncome == usd(31_000))  // (900.00 + 30.00) ÷ 3
        #expect(figures.secondIncome == usd(1_000))
        #expect(figures.months.map(\.orders) == [12, 0, 0])
        #expect(figures.activeDays == 2)
    }

    @Test("assisted sales are told apart, and not at all where the channel does not tell")
    func attribution() throws {
        func figures(_ last: EarningDay.Attribution?) throws -> CommissionFigures? {
            let days = [
                Given.earning(3, settled: 500), Given.earning(4, settled: 200, attribution: .assisted),
                Given.earning(5, settled: 0, attribution: last),
            ]
            return try Given.figures(Facts(creators: [Given.creator(earnings: days)])).commissions
        }
        #expect(try figures(.direct)?.direct == usd(500))
        #expect(try figures(.direct)?.assisted == usd(200))
        #expect(try figures(nil)?.direct == nil)
        #expect(try figures(nil)?.assisted == nil)
        #expect(try figures(nil)?.settled == usd(700))
    }

    @Test("commission through shop ads is income, and stands apart: 10 orders of 100 dollars at 8 % are 80, ÷ 3")
    func shopAds() throws {
        let ads = Given.earning(3, orders: 10, sales: 100_000, settled: 0, shopAds: 8_000)
        let figures = try Given.figures(Facts(creators: [Given.creator(earnings: [ads])]))
        #expect((figures.commissions?.settled, figures.commissions?.shopAds) == (usd(0), usd(8_000)))
        #expect(figures.monthlyIncome == usd(2_667), "26.666…")
        #expect(figures.months.map(\.income) == [usd(8_000), usd(0), usd(0)])
        let own = Given.earning(4, settled: 900, isOwn: true, shopAds: 700)
        let both = try Given.figures(Facts(creators: [Given.creator(earnings: [ads, own])]))
        #expect(both.commissions?.shopAds == usd(8_000) && both.monthlyIncome == usd(2_667), "an own shop's is none")
        let none = try Given.figures(Examples.creator)
        #expect(none.commissions?.shopAds == nil, "nobody tells")
    }

    @Test("a month with commission that is still to be settled is not known whole")
    func unsettled() throws {
        let days = [
            Given.earning(3, settled: 150_000), Given.earning(40, settled: 150_000),
            Given.earning(70, settled: 20_000, estimated: 130_000, unsettled: 9),
        ]
        let score = try Scoring.score(Facts(creators: [Given.creator(earnings: days)]))
        #expect(score.figures.months.map(\.income) == [usd(150_000), usd(150_000), nil])
        #expect(score.figures.monthlyIncome == usd(106_667), "3,200 ÷ 3: what is settled counts")
        #expect(score.figures.commissions?.unsettled == 9)
        #expect(score.input(.incomeStability)?.value == nil && score.input(.incomeTrend)?.value == nil)
        #expect(score.confidence.amiss == [.commissionToSettle] && score.confidence.level == .medium)
        #expect(!score.confidence.leavesOutMoney)
    }

    @Test("what is estimated stands beside what is settled and is in no income")
    func estimated() throws {
        let day = Given.earning(3, settled: 600, estimated: 9_000)
        let figures = try Given.figures(Facts(creators: [Given.creator(earnings: [day])]))
        #expect(figures.commissions?.estimated == usd(9_000))
        #expect(figures.monthlyIncome == usd(200))
    }

    @Test("payouts are those that arrived within the window")
    func payouts() throws {
        func payout(_ days: Int64, _ state: Payout.State) -> Payout {
            Payout(at: Given.days(ago: days), amount: Converted(usd(1_000), converted: usd(1_000)), state: state)
        }
        var shop = Given.shop()
        shop.payouts = Given.known([payout(91, .paid), payout(40, .paid), payout(9, .paid), payout(2, .processing)])
        var creator = Given.creator()
        creator.payouts = Given.known([payout(5, .failed)])
        let payouts = try Given.figures(Facts(shops: [shop], creators: [creator])).payouts
        #expect((payouts?.count, payouts?.failed) == (2, 1))
        #expect(payouts?.amount == usd(2_000))
        shop.payouts = Given.known([
            Payout(at: Given.days(ago: 3), amount: Converted(usd(700), converted: usd(700)), state: .paid, payments: 4)
        ])
        #expect(try Given.figures(Facts(shops: [shop])).payouts?.count == 4, "those of a day are one row")
        #expect(payouts?.lastAt == Given.days(ago: 9))
        #expect(try Given.figures(Facts(shops: [Given.shop()])).payouts == nil)
    }

    @Test("a short history is still divided by 3, and says how much it covers")
    func coverage() throws {
        var shop = Given.shop(sales: [Given.sales(80, gmv: 300_000, net: 300_000)])
        shop.sales = Given.known(shop.sales.value ?? [], days: 45)
        let figures = try Given.figures(Facts(shops: [shop]))
        #expect(figures.monthlyIncome == usd(100_000))
        #expect(figures.coverage == "0.5")
    }

    @Test("months are those of the window", arguments: [UInt64(1), 2, 3])
    func months(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let facts = RandomFacts.make(using: &dice)
        let figures = try Given.figures(facts)
        let sum = (figures.sales?.netRevenue?.minorUnits ?? 0) + (figures.commissions?.settled?.minorUnits ?? 0)
        var incomes: [Int64] = []
        for month in 0..<Window.months {
            let incomesOfMonth = try Incomes(facts, month: month, in: .usd)
            let income = try incomesOfMonth.shops.total(in: .usd) + incomesOfMonth.commissions.total(in: .usd)
            incomes.append(income.minorUnits)
            let told = figures.months[month].income
            #expect(told == nil || told == income)
        }
        // Each month of each shop is rounded once where its net revenue is made of a rate.
        #expect(abs(incomes.reduce(0, +) - sum) <= 6, "seed \(seed)")
        let orders = figures.months.compactMap(\.orders)
        if orders.count == Window.months {
            #expect(orders.reduce(0, +) == facts.orders?.reduce(0) { $0 + $1.count })
        }
    }
}
