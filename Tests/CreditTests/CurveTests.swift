import Contracts
import Testing

@testable import Credit

/// Half-open tiers of the shipped model, straight inside, without a cliff between them.
@Suite("Points of an input")
struct CurveTests {
    private func curve(_ input: Input) throws -> Curve {
        try #require(try RuleShelf.models().newest.input(input)).curve
    }

    @Test(
        "income lies in the tiers of the specification, and their edges belong to the tier above",
        arguments: [
            ("-200", "base", 20_000), ("0", "base", 20_000), ("500", "base", 30_000),
            // 20 + 20 × 999.99 ÷ 1,000 = 39.9998, rounded down to a thousandth
            ("999.99", "base", 39_999), ("1000", "mid", 40_000),
            // 40 + 30 × 0.01 ÷ 4,000 = 40.000075
            ("1000.01", "mid", 40_000),
            // 40 + 30 × 3,750 ÷ 4,000 = 68.125
            ("4750", "mid", 68_125),
            // 40 + 30 × 3,999.99 ÷ 4,000 = 69.999925
            ("4999.99", "mid", 69_999), ("5000", "high", 70_000),
            // 70 + 30 × 14,999.99 ÷ 15,000 = 99.99998
            ("19999.99", "high", 99_999), ("20000", "maximum", 100_000), ("9000000", "maximum", 100_000),
        ] as [(Quantity, String, Int64)])
    func income(value: Quantity, tier: String, thousandths: Int64) throws {
        let curve = try curve(.monthlyIncome)
        #expect(curve.tier(of: value).name == tier)
        #expect(curve.thousandths(at: value) == thousandths)
    }

    @Test(
        "fewer returns are never worse",
        arguments: [
            ("0", 100_000), ("0.02", 100_000),
            // 100 − 20 × 0.01 ÷ 0.03 = 93.333…
            ("0.03", 93_333), ("0.05", 80_000),
            // 80 − 60 × 0.05 ÷ 0.10 = 50
            ("0.1", 50_000), ("0.15", 20_000), ("0.3", 0), ("1", 0),
        ] as [(Quantity, Int64)])
    func returns(value: Quantity, thousandths: Int64) throws {
        #expect(try curve(.returnRate).thousandths(at: value) == thousandths)
    }

    @Test("the target is the easiest value with full points")
    func targets() throws {
        #expect(try curve(.monthlyIncome).target == "20000")
        #expect(try curve(.returnRate).target == "0.02")
        #expect(try curve(.violations).target == "0")
        #expect(try curve(.sellerType).target == "1")
    }

    @Test("every target of the shipped model gives full points", arguments: Input.allCases)
    func reachable(input: Input) throws {
        let curve = try curve(input)
        #expect(curve.thousandths(at: curve.target) == 100_000)
    }
}
