import Contracts
import Foundation
import TestKit
import Testing

@testable import Credit

/// What holds for every person, tried with people by dice.
@Suite("Properties of the score")
struct PropertyTests {
    @Test("a better value of one input never costs a point, whatever the others are", arguments: Input.allCases)
    func monotone(input: Input) throws {
        let model = try RuleShelf.models().newest
        let better = try #require(model.input(input)).curve.better
        var dice = SeededGenerator(seed: 7)
        for round in 0..<200 {
            var values = Self.values(using: &dice)
            let pair = [Self.value(of: input, &dice), Self.value(of: input, &dice)].sorted()
            values[input] = better == .more ? pair[0] : pair[1]
            let worse = try Self.raw(values, model)
            values[input] = better == .more ? pair[1] : pair[0]
            #expect(try Self.raw(values, model) >= worse, "round \(round) of \(input): \(pair)")
        }
    }

    @Test("what was lost adds up to what is missing from 100, by input, by factor and in all", arguments: 1...20)
    func losses(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let score = try Scoring.score(RandomFacts.make(using: &dice))
        #expect(Points.sum(score.factors.map(\.lost)) == .hundred - score.raw)
        #expect(Points.sum(score.factors.flatMap(\.inputs).map(\.lost)) == .hundred - score.raw)
        for factor in score.factors {
            #expect(Points.sum(factor.inputs.map(\.lost)) == factor.lost)
            #expect(Points.sum(factor.inputs.map(\.worth)) == Points(thousandths: Int64(factor.weight) * 1_000))
            // Weight × (100 − points), exactly.
            let missing = (Points.hundred - factor.points).billionths
            #expect(factor.lost.billionths * 100 == missing * Int64(factor.weight))
        }
    }

    @Test("all points lie between 0 and 100, and the scaled score on its scale", arguments: 1...20)
    func bounds(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let score = try Scoring.score(RandomFacts.make(using: &dice))
        let points = Points.zero...Points.hundred
        #expect(points.contains(score.raw))
        #expect(score.factors.allSatisfy { points.contains($0.points) })
        #expect(score.factors.flatMap(\.inputs).allSatisfy { points.contains($0.points) && $0.lost <= $0.worth })
        #expect((300...850).contains(score.scaled))
        #expect(score.reasons.count <= 4)
        #expect(score.reasons.map(\.lost) == score.reasons.map(\.lost).sorted(by: >))
    }

    @Test("the best values give 100 and no reason")
    func best() throws {
        let model = try RuleShelf.models().newest
        let values = Dictionary(
            uniqueKeysWithValues: model.factors.flatMap(\.inputs).map { ($0.name, $0.curve.target) })
        let factors = try Scoring.factors(Inputs(values: values), by: model)
        #expect(Points.sum(factors.map(\.lost)) == .zero)
        #expect(Reason.costliest(of: factors).isEmpty)
    }

    @Test("the order in which facts come changes nothing", arguments: 1...20)
    func order(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let facts = RandomFacts.make(using: &dice)
        var shuffled = facts
        shuffled.shops.shuffle(using: &dice)
        shuffled.creators.shuffle(using: &dice)
        for place in shuffled.shops.indices {
            guard case .known(let days, let from) = shuffled.shops[place].sales else { continue }
            shuffled.shops[place].sales = .known(days.shuffled(using: &dice), from)
        }
        for place in shuffled.creators.indices {
            guard case .known(let days, let from) = shuffled.creators[place].earnings else { continue }
            shuffled.creators[place].earnings = .known(days.shuffled(using: &dice), from)
        }
        #expect(try Scoring.score(shuffled) == Scoring.score(facts))
    }

    @Test("a snapshot that was written and read gives the same score, as often as it is replayed", arguments: 1...10)
    func replay(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let models = try RuleShelf.models()
        let snapshot = Given.snapshot(RandomFacts.make(using: &dice))
        let score = try Scoring.score(snapshot, by: models.newest)
        let read = try JSONDecoder().decode(Snapshot.self, from: JSONEncoder().encode(snapshot))
        #expect(read == snapshot)
        for _ in 0..<3 { #expect(try Scoring.score(read, by: try #require(models[read.model])) == score) }
        #expect(try JSONDecoder().decode(Score.self, from: JSONEncoder().encode(score)) == score)
    }

    @Test("who earns more by either source has no fewer points for revenue", arguments: 1...10)
    func earningMore(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let facts = RandomFacts.make(using: &dice)
        let amount = Int64.random(in: 0...3_000_000, using: &dice)
        var richer = facts
        if !facts.shops.isEmpty {
            let days = facts.shops[0].sales.value ?? []
            richer.shops[0].sales = Given.known(days + [Given.sales(45, gmv: amount, net: amount)])
        } else {
            let days = facts.creators[0].earnings.value ?? []
            richer.creators[0].earnings = Given.known(days + [Given.earning(45, settled: amount)])
        }
        let (less, more) = (try Scoring.score(facts), try Scoring.score(richer))
        #expect(more.factor(.revenue)?.points ?? .zero >= less.factor(.revenue)?.points ?? .zero, "seed \(seed)")
    }

    @Test("who earns more in the newest month has no fewer points for growth either", arguments: 1...20)
    func growing(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let facts = RandomFacts.make(using: &dice)
        let richer = facts.earning(.random(in: 0...3_000_000, using: &dice), on: .random(in: 60..<90, using: &dice))
        let (less, more) = (try Scoring.score(facts), try Scoring.score(richer))
        for factor in [Factor.revenue, .growth] {
            #expect(more.factor(factor)?.points ?? .zero >= less.factor(factor)?.points ?? .zero, "\(factor), \(seed)")
        }
    }

    @Test("who earns more in the weakest month, and no more than in the strongest, is no less even", arguments: 1...20)
    func evener(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let facts = RandomFacts.make(using: &dice)
        let less = try Scoring.score(facts)
        let incomes = less.figures.months.compactMap(\.income?.minorUnits)
        guard incomes.count == Window.months, let least = incomes.min(), let most = incomes.max(), most > 0,
            let weakest = incomes.firstIndex(of: least)
        else { return }
        let more = try Scoring.score(facts.earning(.random(in: 0...(most - least), using: &dice), on: weakest * 30 + 7))
        #expect(more.factor(.consistency)?.points ?? .zero >= less.factor(.consistency)?.points ?? .zero, "\(seed)")
    }

    @Test("who earned something, in whichever month, has no fewer points for anything than who earned nothing")
    func fromNothing() throws {
        var (shop, creator) = (Given.shop(), Given.creator())
        (shop.affiliates, creator.shops) = (Given.known([0, 0, 0]), Given.known([0, 0, 0]))
        let people = [
            Facts(shops: [Given.shop()]), Facts(shops: [shop]), Facts(creators: [creator]),
            Facts(shops: [shop], creators: [creator]),
        ]
        var dice = SeededGenerator(seed: 3)
        for nobody in people {
            let nothing = try Scoring.score(nobody)
            for day in 0..<Window.days {
                var earning = nobody.earning(.random(in: 1...9_000_000, using: &dice), on: day)
                let month = day / 30
                for place in earning.shops.indices { earning.shops[place].sold(through: 1, in: month) }
                for place in earning.creators.indices { earning.creators[place].sold(through: 1, in: month) }
                let something = try Scoring.score(earning)
                for (more, less) in zip(something.factors, nothing.factors) {
                    #expect(more.points >= less.points, "\(more.name), day \(day)")
                }
            }
        }
    }

    private static func raw(_ values: [Input: Quantity], _ model: Model) throws -> Points {
        .hundred - .sum(try Scoring.factors(Inputs(values: values), by: model).map(\.lost))
    }

    /// Values of all inputs, some of them missing.
    private static func values(using dice: inout SeededGenerator) -> [Input: Quantity] {
        var values: [Input: Quantity] = [.monthlyIncome: value(of: .monthlyIncome, &dice)]
        for input in Input.allCases where Int.random(in: 0...3, using: &dice) > 0 {
            values[input] = value(of: input, &dice)
        }
        return values
    }

    /// A value around the tiers of the shipped model, below the first and above the last among them.
    private static func value(of input: Input, _ dice: inout SeededGenerator) -> Quantity {
        let whole: ClosedRange<Int64> =
            switch input {
            case .monthlyIncome: -1_000...25_000
            case .secondIncome: -10...1_500
            case .orderFrequency: 0...200
            case .shopAge: 0...1_000
            case .reviewCount: 0...700
            case .shopRating, .serviceRating, .shopPerformance: 0...5
            case .violations: 0...9
            case .newProducts, .markets: 0...12
            case .incomeTrend, .orderTrend, .affiliateTrend: -1...1
            case .orderRegularity, .incomeStability, .sellerType, .returnRate, .onTimeRate: 0...1
            }
        let millionths = (whole.lowerBound * 1_000_000)...(whole.upperBound * 1_000_000)
        return Quantity(millionths: .random(in: millionths, using: &dice))
    }
}

extension Facts {
    /// The same person with one order more, by the first shop, else by the first creator account.
    fileprivate func earning(_ cents: Int64, on day: Int) -> Facts {
        var richer = self
        if case .known(let days, let from) = shops.first?.sales {
            richer.shops[0].sales = .known(days + [Given.sales(day, gmv: cents, net: cents)], from)
        } else if case .known(let days, let from) = creators.first?.earnings {
            richer.creators[0].earnings = .known(days + [Given.earning(day, settled: cents)], from)
        }
        return richer
    }
}

extension ShopFacts {
    /// So many creators sold for the shop in a month, where it is known that none did.
    fileprivate mutating func sold(through partners: Int, in month: Int) {
        affiliates = affiliates.value.map { Given.known($0.with(partners, at: month)) } ?? affiliates
    }
}

extension CreatorFacts {
    /// The account sold for so many shops in a month, where it is known that it did for none.
    fileprivate mutating func sold(through partners: Int, in month: Int) {
        shops = shops.value.map { Given.known($0.with(partners, at: month)) } ?? shops
    }
}

extension [Int] {
    fileprivate func with(_ value: Int, at place: Int) -> [Int] {
        var copy = self
        copy[place] = value
        return copy
    }
}
