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
        var values = worst
        values[input] = nil
        if input == .monthlyIncome {
            #expect(throws: Unscorable.missing(input)) { try lost(values) }
            return
        }
        // Beside others that are at their worst, leaving one out or taking neutral points costs less than its worst
        // value does, unless that has more points than its neighbours.
        let model = try #require(try RuleShelf.models().newest.input(input))
        let ownWorst = model.curve.thousandths(at: try #require(worst[input]))
        let (without, with) = (try lost(values), try lost(worst))
        #expect(ownWorst == 0 ? without <= with : without != with)
        #expect(without != with || model.missing == .leaveOut)
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
}
