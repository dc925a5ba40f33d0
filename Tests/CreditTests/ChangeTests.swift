import Contracts
import TestKit
import Testing

@testable import Credit

@Suite("What if")
struct ChangeTests {
    private func score(_ facts: Facts, if change: Change) throws -> Score {
        let snapshot = try Given.snapshot(facts).assuming(change)
        return try Scoring.score(snapshot, by: try RuleShelf.models().newest)
    }

    @Test("returns fall to 3 %: 15,000 × 97 % ÷ 3 = 4,850, and fewer points are lost by returns and by income")
    func returns() throws {
        let now = try Scoring.score(Examples.toldSeller)
        let then = try score(Examples.toldSeller, if: .returnRate("0.03"))
        #expect(then.figures.monthlyIncome == usd(485_000))
        #expect(then.input(.returnRate)?.value == "0.03")
        // 40 + 30 × 3,850 ÷ 4,000 = 68.875; 100 − 20 × 0.01 ÷ 0.03 = 93.333
        #expect(then.input(.monthlyIncome)?.points == "68.875")
        #expect(then.input(.returnRate)?.points == "93.333")
        // 0.75 × 90 % × 40 % + 13.333 × 25 % × 20 % = 0.27 + 0.66665
        #expect(then.raw - now.raw == "0.93665")
    }

    @Test("where refunds are told by amount, what is kept grows with the share of orders that are kept")
    func toldRefunds() throws {
        var shop = Given.shop(sales: [Given.sales(3, orders: 100, gmv: 1_000_000, net: 800_000)])
        shop.returns = Given.known(.counted(20, of: 100))
        // 8,000 × 0.9 ÷ 0.8 = 9,000; ÷ 3
        #expect(try score(Facts(shops: [shop]), if: .returnRate("0.1")).figures.monthlyIncome == usd(300_000))
        #expect(try score(Facts(shops: [shop]), if: .returnRate("1")).figures.monthlyIncome == usd(0))
        // 9,000 × 1 ÷ 0.8 = 11,250, which is more than was sold
        shop.sales = Given.known([Given.sales(3, orders: 100, gmv: 1_000_000, net: 900_000)])
        #expect(try score(Facts(shops: [shop]), if: .returnRate("0")).figures.sales?.netRevenue == usd(1_000_000))
    }

    @Test("a simulation is never called actual")
    func estimated() throws {
        let then = try score(Examples.toldSeller, if: .shopRating("5"))
        #expect(then.confidence.source == .estimated)
        #expect(then.input(.shopRating)?.points == "100")
    }

    @Test(
        "assuming what is so changes no point",
        arguments: [
            Change.returnRate("0.05"), .shopRating("4.6"), .onTimeRate("0.97"), .violations(0), .newProducts(3),
        ])
    func same(change: Change) throws {
        let now = try Scoring.score(Examples.toldSeller)
        let then = try score(Examples.toldSeller, if: change)
        #expect(then.raw == now.raw)
        #expect(then.factors == now.factors)
    }

    @Test("fewer returns never cost a point", arguments: [UInt64(1), 2, 3, 4])
    func monotone(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let facts = RandomFacts.make(using: &dice)
            let (fewer, more) = (
                try score(facts, if: .returnRate("0.01")), try score(facts, if: .returnRate("0.2"))
            )
            #expect(fewer.factor(.revenue)?.points ?? .zero >= more.factor(.revenue)?.points ?? .zero, "seed \(seed)")
            #expect(fewer.factor(.reliability)?.points ?? .zero >= more.factor(.reliability)?.points ?? .zero)
        }
    }

    @Test(
        "what cannot be is refused",
        arguments: [
            Change.returnRate("1.01"), .onTimeRate("-0.1"), .shopRating("6"), .violations(-1), .newProducts(10_001),
        ])
    func refused(change: Change) {
        #expect(throws: Wrong.self) { try change.check() }
    }

    @Test("what can be is not")
    func accepted() throws {
        try Change.returnRate("0").check()
        try Change.shopRating("5").check()
        try Change.newProducts(10_000).check()
    }
}
