import Contracts
import Testing

@testable import Credit

@Suite("What is missing is never zero")
struct MissingTests {
    private let worst: [Input: Quantity] = [
        .monthlyIncome: "0", .secondIncome: "0", .orderFrequency: "0", .orderRegularity: "0", .incomeStability: "0",
        .shopAge: "0", .sellerType: "0", .shopRating: "0", .reviewCount: "0", .returnRate: "1", .serviceRating: "0",
        .onTimeRate: "0", .shopPerformance: "0", .violations: "100", .incomeTrend: "-1", .orderTrend: "-1",
        .newProducts: "0", .markets: "0", .affiliateTrend: "-1",
    ]

    private func lost(_ values: [Input: Quantity]) throws -> Points {
        .sum(try Scoring.factors(Inputs(values: values), by: try RuleShelf.models().newest).map(\.lost))
    }

    @Test("without an input the score is that of the others, not that of a zero", arguments: Input.allCases)
    func notZero(input: Input) throws {
        let model = try RuleShelf.models().newest
        var values = Dictionary(
            uniqueKeysWithValues: model.factors.flatMap(\.inputs).map { ($0.name, $0.curve.target) })
        #expect(try lost(values) == .zero, "all others give full points")
        values[input] = nil
        if input == .monthlyIncome {
            #expect(throws: Unscorable.missing(input)) { try lost(values) }
            return
        }
        let factor = try #require(model.factors.first { $0.inputs.contains { $0.name == input } })
        let own = try #require(model.input(input))
        let without = try lost(values)
        switch own.missing {
        case .leaveOut: #expect(without == .zero, "the others stand in for it")
        case .points(let points):
            // Percent of the score × percent of the factor × points of 100 that are missing, in billionths.
            let expected = Int64(factor.weight) * Int64(own.share) * Int64(100 - points) * 100_000
            #expect(without == Points(billionths: expected))
        case .required: Issue.record("\(input) cannot be missing")
        }
        values[input] = worst[input]
        #expect(try lost(values) > without, "its worst value costs more")
    }

    @Test("an input without a value has its own treatment", arguments: Input.allCases)
    func treatments(input: Input) throws {
        var values = worst
        values[input] = nil
        guard input != .monthlyIncome else { return }
        let model = try #require(try RuleShelf.models().newest.input(input))
        let scored = try Scoring.factors(Inputs(values: values), by: try RuleShelf.models().newest)
        let found = try #require(scored.flatMap(\.inputs).first { $0.name == input })
        #expect(found.value == nil)
        #expect(found.tier == nil)
        switch model.missing {
        case .leaveOut: #expect((found.standing, found.worth, found.lost) == (.leftOut, .zero, .zero))
        case .points(let points):
            #expect((found.standing, found.points) == (.neutral, Points(thousandths: Int64(points) * 1_000)))
        case .required: Issue.record("\(input) cannot be missing")
        }
    }

    @Test("a factor of which nothing is known takes its own neutral points")
    func emptyFactor() throws {
        let factors = try Scoring.factors(Inputs(values: [.monthlyIncome: "0"]), by: try RuleShelf.models().newest)
        let reliability = try #require(factors.first { $0.name == .reliability })
        #expect(reliability.points == "50")
        #expect(reliability.inputs.allSatisfy { $0.standing == .neutral && $0.value == nil })
        #expect(reliability.lost == "10")
    }

    @Test("the rating of a shop that nobody has reviewed is none")
    func unreviewed() throws {
        var facts = Examples.toldSeller
        facts.shops[0].rating = Given.known("0")
        facts.shops[0].reviews = Given.known(0)
        let score = try Scoring.score(facts)
        #expect(score.input(.shopRating)?.standing == .leftOut)
        #expect(score.input(.reviewCount)?.value == "0")
    }

    @Test("a month before the history begins is not one without income")
    func shortHistory() throws {
        var facts = Examples.seller
        facts.shops[0].sales = Given.known(facts.shops[0].sales.value ?? [], days: 50)
        let score = try Scoring.score(facts)
        for input in [Input.incomeStability, .incomeTrend, .orderTrend] {
            #expect(score.input(input)?.value == nil)
        }
        #expect(try Scoring.score(Examples.seller).input(.incomeStability)?.value == "1")
    }

    @Test("nor is it one while another account's history is longer: what all of them tell is compared, and no more")
    func shorterThanAnother() throws {
        var other = Given.shop(2, sales: [Given.sales(80, gmv: 90_000, net: 90_000)])
        other.sales = Given.known(other.sales.value ?? [], days: 20)
        let score = try Scoring.score(Facts(shops: Examples.seller.shops + [other]))
        #expect(score.figures.coverage == "0.222222", "20 ÷ 90")
        #expect(score.figures.months.map(\.income) == [nil, nil, nil] && score.figures.months[0].orders == nil)
        for input in [Input.incomeStability, .incomeTrend, .orderTrend] { #expect(score.input(input)?.value == nil) }
        #expect(score.confidence.level == .medium)
    }

    @Test("of an account of which nothing is known yet neither the months are known nor is the time covered")
    func unknownAccount() throws {
        var other = Given.shop(2, sales: [])
        other.sales = .missing(.notRead)
        let score = try Scoring.score(Facts(shops: Examples.seller.shops + [other]))
        #expect(score.figures.coverage == .zero && score.figures.months.map(\.income) == [nil, nil, nil])
        for input in [Input.incomeStability, .incomeTrend, .orderTrend, .orderFrequency, .orderRegularity] {
            #expect(score.input(input)?.value == nil)
        }
        #expect(score.confidence.level == .medium && score.confidence.amiss == [.shortHistory])
    }

    @Test("days before the history begins are no days without orders")
    func fewDays() throws {
        var facts = Examples.seller
        #expect(try Scoring.score(facts).input(.orderFrequency)?.value != nil)
        facts.shops[0].sales = Given.known([Given.sales(88, gmv: 90_000, net: 90_000)], days: 5)
        let score = try Scoring.score(facts)
        for input in [Input.orderFrequency, .orderRegularity] {
            #expect(score.input(input)?.value == nil && score.input(input)?.standing != .known)
        }
        let codes = score.reasons.map(\.code)
        #expect(!codes.contains { $0.hasPrefix("orderFrequency.") || $0.hasPrefix("orderRegularity.") }, "\(codes)")
    }

    @Test("the network of affiliates is compared where it is known for all of the 90 days")
    func shortNetwork() throws {
        var facts = Examples.toldSeller
        facts.shops[0].affiliates = Given.known([0, 0, 9], days: 40)
        #expect(try Scoring.score(facts).input(.affiliateTrend)?.value == nil)
        facts.shops[0].affiliates = Given.known([1, 0, 9])
        #expect(try Scoring.score(facts).input(.affiliateTrend)?.value == "0.8", "(9 − 1) ÷ (9 + 1)")
    }

    @Test("money without a rate is no income of 0: none of it and the income is missing, a part and the months are")
    func noRate() throws {
        let thai = Given.sales(80, gmv: 90_000, net: 90_000, currency: .thb)
        #expect(throws: Unscorable.missing(.monthlyIncome)) {
            try Scoring.score(Facts(shops: [Given.shop(sales: [thai])]))
        }
        let none = try Given.figures(Facts(shops: [Given.shop(sales: [thai])]))
        #expect(none.sales?.gmv == nil && none.sales?.netRevenue == nil && none.monthlyIncome == nil)
        #expect(none.sales?.orders == 1 && none.months.map(\.orders) == [0, 0, 1], "orders are known")
        let days = [Given.sales(5, gmv: 30_000, net: 30_000), Given.sales(40, gmv: 60_000, net: 60_000)]
        let part = try Scoring.score(Facts(shops: [Given.shop(sales: days + [thai])]))
        #expect(part.figures.monthlyIncome == usd(30_000), "(300 + 600) ÷ 3")
        #expect(part.figures.months.map(\.income) == [usd(30_000), usd(60_000), nil])
        #expect(part.input(.incomeStability)?.value == nil && part.input(.incomeTrend)?.value == nil)
        // Beside another income it is the second income that nobody knows.
        let creator = Given.creator(earnings: [Given.earning(5, settled: 3_000)])
        let both = try Scoring.score(Facts(shops: [Given.shop(sales: [thai])], creators: [creator]))
        #expect(both.figures.monthlyIncome == usd(1_000) && both.input(.secondIncome)?.value == nil)
    }
}
