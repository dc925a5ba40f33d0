import Contracts
import Foundation
import Testing

@testable import Credit

@Suite("The score")
struct ScoreTests {
    @Test("revenue of the seller: 68.125 × 90 % + 50 × 10 % = 66.3125")
    func revenue() throws {
        // Income 4,750 gives 68.125 points (CurveTests); a single source of income gives 50.
        let revenue = try #require(try Scoring.score(Examples.toldSeller).factor(.revenue))
        #expect(revenue.points == "66.3125")
        // 40 % of what is missing from 100
        #expect(revenue.lost == "13.475")
        #expect(revenue.inputs.map(\.lost) == ["11.475", "2"])
        #expect(revenue.inputs.map(\.tier) == ["mid", "single"])
    }

    @Test("consistency of the seller: 70 × 25 % + 100 × 20 % + 100 × 30 % + 81.917 × 15 % + 100 × 10 % = 89.78755")
    func consistency() throws {
        // 50 orders a month; 75 of 90 days; three even months; 400 days: 80 + 20 × 35 ÷ 365; a business
        let consistency = try #require(try Scoring.score(Examples.toldSeller).factor(.consistency))
        #expect(consistency.inputs.map(\.value) == ["50", "0.833333", "1", "400", "1"])
        #expect(consistency.inputs.map(\.points) == ["70", "100", "100", "81.917", "100"])
        #expect(consistency.points == "89.78755")
    }

    @Test("reliability leaves out what is not told and takes the rest in proportion")
    func reliability() throws {
        // Shares 25, 10, 20, 15 and 10 of 80; rating 60 + 40 × 0.6 ÷ 0.8, reviews 80 + 20 × 20 ÷ 400, returns 80,
        // in time 90 + 10 × 0.02 ÷ 0.04, no violations:
        // 90 × 31.25 % + 81 × 12.5 % + 80 × 25 % + 95 × 18.75 % + 100 × 12.5 % = 88.5625
        let reliability = try #require(try Scoring.score(Examples.toldSeller).factor(.reliability))
        #expect(reliability.points == "88.5625")
        #expect(
            reliability.inputs.map(\.standing) == [.known, .known, .known, .leftOut, .known, .leftOut, .known])
        #expect(reliability.inputs.filter { $0.standing == .leftOut }.allSatisfy { $0.worth == .zero })
        #expect(Points.sum(reliability.inputs.map(\.worth)) == "20")
    }

    @Test("growth of the seller: level months give 50, three products 65, one market 60")
    func growth() throws {
        // Shares 35, 25, 15 and 10 of 85, in hundredths of a percent 4,117, 2,941, 1,765 and 1,177:
        // 50 × 41.17 % + 50 × 29.41 % + 65 × 17.65 % + 60 × 11.77 % = 53.8245
        #expect(try Scoring.score(Examples.toldSeller).factor(.growth)?.points == "53.8245")
    }

    @Test("the score of the seller: 26.525 + 17.95751 + 17.7125 + 10.7649 = 72.95991, which is 701 of 300 to 850")
    func whole() throws {
        let score = try Scoring.score(Examples.toldSeller)
        #expect(score.raw == "72.95991")
        #expect(score.scaled == 701)  // 300 + 550 × 72.95991 ÷ 100 = 701.28
        #expect(score.band == "good")
        #expect(score.model == 1)
        #expect(score.asOf == Given.asOf)
    }

    @Test("the reasons are what cost most, in that order, with what would be enough")
    func reasons() throws {
        let reasons = try Scoring.score(Examples.toldSeller).reasons
        #expect(
            reasons.map(\.code) == ["monthlyIncome.low", "incomeTrend.low", "orderTrend.low", "secondIncome.low"])
        // 31.875 × 90 % × 40 %; 50 × 41.17 % × 20 %; 50 × 29.41 % × 20 %; 50 × 10 % × 40 %
        #expect(reasons.map(\.lost) == ["11.475", "4.117", "2.941", "2"])
        #expect(reasons[0].value == "4750")
        #expect(reasons[0].target == "20000")
        #expect(reasons[0].sentence == "Income a month is lower than what gives full points.")
    }

    @Test("an input that costs points because nobody knows it says so")
    func missingReason() throws {
        var facts = Examples.creator
        facts.creators[0].earnings = Given.known(facts.creators[0].earnings.value ?? [], days: 89)
        let score = try Scoring.score(facts)
        let trend = try #require(score.reasons.first { $0.input == .incomeTrend })
        #expect(trend.code == "incomeTrend.missing")
        #expect(trend.value == nil)
        #expect(score.input(.incomeTrend)?.standing == .neutral)
    }

    @Test("too many returns are a reason that says high, not low")
    func highReason() throws {
        var facts = Examples.toldSeller
        facts.shops[0].returns = Given.known(.told("0.4"))
        #expect(try Scoring.score(facts).reasons.contains { $0.code == "returnRate.high" })
    }

    @Test("every input has two different sentences", arguments: Input.allCases)
    func sentences(input: Input) {
        #expect(input.sentence != input.missingSentence)
        // Whatever is short of full points by a little is neither few nor many: 149 orders a month are not "few".
        let isOfKind = [.sellerType, .violations].contains(input)
        #expect(input.sentence.contains("full points") != isOfKind, "true of whatever costs points")
        #expect([input.sentence, input.missingSentence].allSatisfy { $0.hasSuffix(".") })
    }

    @Test("a shop without orders is accepted and gets points for being there")
    func noOrders() throws {
        var shop = Given.shop()
        shop.openedAt = Given.known(Given.days(ago: 730))
        shop.sellerType = Given.known(.business)
        let score = try Scoring.score(Facts(shops: [shop]))
        #expect(score.input(.monthlyIncome)?.value == "0")
        // 20 × 90 % + 50 × 10 %
        #expect(score.factor(.revenue)?.points == "23")
        #expect(score.input(.shopAge)?.points == "100")
        #expect(score.raw > .zero)
        #expect(score.confidence.level == .high)
        // Younger, and of nobody known, it gets less: what is there counts.
        #expect(try Scoring.score(Facts(shops: [Given.shop()])).raw < score.raw)
    }

    @Test("an order that was the only one counts for more than none, in whichever month, and leaving it takes it back")
    func onlyOrder() throws {
        let none = try Scoring.score(Facts(shops: [Given.shop()]))
        // Revenue 23 × 40 %, reliability of which nothing is known 50 × 20 %; no order, no even months, no growth.
        #expect(none.raw == "19.2")
        #expect(none.input(.incomeStability)?.value == "0" && none.input(.incomeStability)?.standing == .known)
        #expect(none.input(.incomeTrend)?.value == "-1" && none.input(.orderTrend)?.value == "-1")
        for day in [0, 45, 89] {
            let sale = Given.sales(day, gmv: 10_000, net: 10_000)
            let some = try Scoring.score(Facts(shops: [Given.shop(sales: [sale])]))
            #expect(some.raw > none.raw, "on day \(day)")
            for (more, less) in zip(some.factors, none.factors) { #expect(more.points >= less.points, "\(more.name)") }
        }
    }

    @Test("a person who sells and earns has more than one who only sells as much")
    func diversified() throws {
        let hybrid = try Scoring.score(Examples.hybrid)
        var seller = Examples.hybrid
        seller.creators = []
        seller.shops[0].sales = Given.known([Given.sales(40, orders: 130, gmv: 1_300_000, net: 1_300_000)])
        let single = try Scoring.score(seller)
        #expect(hybrid.figures.monthlyIncome == single.figures.monthlyIncome)
        #expect(hybrid.input(.secondIncome)?.tier == "diversified")
        // 50 × 10 % × 40 %
        #expect(hybrid.factor(.revenue)?.lost == (single.factor(.revenue)?.lost ?? .zero) - "2")
    }

    @Test("the scale's most is reached by 100 points alone")
    func scale() {
        let scale = Scale(least: 300, most: 850)
        #expect(scale.scaled(.zero) == 300)
        #expect(scale.scaled("99.999999999") == 849)
        #expect(scale.scaled(.hundred) == 850)
    }

    @Test("a band begins with its first points", arguments: [("59.999999999", "fair"), ("60", "good"), ("0", "weak")])
    func bands(raw: Points, name: String) throws {
        #expect(try RuleShelf.models().newest.band(of: raw).name == name)
    }

    @Test("without any account that tells its income there is no score")
    func noIncome() throws {
        #expect(throws: Unscorable.missing(.monthlyIncome)) { try Scoring.score(Facts()) }
        var shop = Given.shop()
        shop.sales = .missing(.notPermitted)
        #expect(throws: Unscorable.missing(.monthlyIncome)) { try Scoring.score(Facts(shops: [shop])) }
    }

    @Test("a snapshot is scored by its own model and in that model's currency")
    func mismatch() throws {
        let model = try RuleShelf.models().newest
        #expect(throws: Unscorable.wrongModel(asked: 9, given: 1)) {
            try Scoring.score(Given.snapshot(Examples.seller, model: 9), by: model)
        }
        let euros = Snapshot(model: 1, asOf: Given.asOf, currency: .eur, facts: Examples.seller)
        #expect(throws: Unscorable.amounts(.currencyMismatch(.eur, .usd))) { try Scoring.score(euros, by: model) }
    }

    @Test("what was used and what was missing is told by account")
    func data() throws {
        let data = try Scoring.score(Examples.toldSeller).data
        #expect(data.count == 13)
        #expect(data.first { $0.datum == "rating" }?.provenance?.source == .actual)
        #expect(data.first { $0.datum == "service" }?.absence == .notTold)
    }
}
