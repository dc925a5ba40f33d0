import Contracts
import Foundation
import Testing

@testable import Credit

@Suite("Numbers of the score")
struct NumberTests {
    @Test("what lies below an edge stays below it: quantities are rounded down, also below zero")
    func floors() {
        #expect(Quantity(1, over: 3) == "0.333333")
        #expect(Quantity(2, over: 3) == "0.666666")
        #expect(Quantity(-1, over: 3) == "-0.333334")
        #expect(Quantity(99_999_999, over: 2_000_000_000)! < "0.05")
        #expect(Quantity(1, over: 0) == nil)
        #expect(Quantity(1, over: -2) == nil)
    }

    @Test("an amount is measured in major units of its own currency")
    func amounts() {
        #expect(Quantity(usd(99_999)) == "999.99")
        #expect(Quantity(Money(minorUnits: 1_000, currency: .jpy)) == "1000")
        #expect(Quantity(Money(minorUnits: 1_234, currency: Currency("KWD")!)) == "1.234")
        #expect(Quantity(Money(minorUnits: .max, currency: .jpy)).millionths == .max)
    }

    @Test(
        "a trend goes from -1 over 0 to 1",
        arguments: [
            // (120 − 100) ÷ 220, (200 − 100) ÷ 300, (50 − 100) ÷ 150
            (100, 100, "0"), (100, 120, "0.090909"), (100, 200, "0.333333"), (100, 50, "-0.333334"),
            (0, 7, "1"), (7, 0, "-1"), (-5, 7, "1"),
        ] as [(Int128, Int128, Quantity)])
    func trends(old: Int128, new: Int128, trend: Quantity) {
        #expect(Quantity.trend(from: old, to: new) == trend)
    }

    @Test("where there was nothing and is nothing, it is as low as what has fallen to nothing")
    func noTrend() {
        #expect(Quantity.trend(from: 0, to: 0) == "-1", "no better than from something to nothing")
        #expect(Quantity.trend(from: -3, to: -4) == "-1")
    }

    @Test("quantities and points are written as decimals and read back")
    func decimals() throws {
        let json = try JSONEncoder().encode(["0.05", "-12.5", "4750"] as [Quantity])
        #expect(String(decoding: json, as: UTF8.self) == #"["0.05","-12.5","4750"]"#)
        #expect(try JSONDecoder().decode([Quantity].self, from: json) == ["0.05", "-12.5", "4750"])
        let points = try JSONEncoder().encode([Points(billionths: 72_959_910_000), .zero])
        #expect(String(decoding: points, as: UTF8.self) == #"["72.95991","0"]"#)
        #expect(try JSONDecoder().decode([Points].self, from: points) == ["72.95991", "0"])
    }

    @Test(
        "what is no decimal of six places is refused",
        arguments: [#"["0.0000001"]"#, "[0.5]", #"["x"]"#, #"["1e3"]"#])
    func tooFine(json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Quantity].self, from: Data(json.utf8)) }
    }

    @Test("a mean weighs each shop, and counts stay exact")
    func means() {
        var mean = Mean()
        #expect(mean.value == nil)
        mean.add(count: 1, of: 30)
        mean.add(count: 2, of: 30)
        #expect(mean.value == "0.05")
        mean.add("0.11", weight: 60)
        // (0.05 × 60 + 0.11 × 60) ÷ 120
        #expect(mean.value == "0.08")
        mean.add("1", weight: 0)
        #expect(mean.value == "0.08")
    }

    @Test("shares are spread to the last hundredth of a percent")
    func shares() {
        // 2,500 ÷ 80 · 100 = 3,125 and so on; thirds: 3,333.3 and 6,666.6, rounded down
        #expect(ScoredFactor.shares(of: [25, 10, 20, 0, 15, 0, 10]) == [3_125, 1_250, 2_500, 0, 1_875, 0, 1_250])
        #expect(ScoredFactor.shares(of: [10, 10, 10]) == [3_333, 3_333, 3_334])
        #expect(ScoredFactor.shares(of: [0, 0]) == [0, 0])
    }
}
