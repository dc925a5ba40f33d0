import Contracts
import Foundation
import Testing

@Suite("Exact fractions")
struct MoneyFractionTests {
    @Test("are reduced, so that equal numbers are equal values")
    func reduced() throws {
        #expect(Fraction(2, over: 4) == Fraction(1, over: 2))
        #expect(Fraction(-3, over: -6) == Fraction(1, over: 2))
        #expect(Fraction(3, over: -6) == Fraction(-1, over: 2))
        #expect(Fraction(0, over: -9) == .zero)
        #expect(Fraction(basisPoints: 1_234) == Fraction(617, over: 5_000))
        #expect(Fraction(basisPoints: 0) == .zero)
        #expect(Fraction(basisPoints: 10_000) == .one)
    }

    @Test("do not exist over zero or beyond 64 bits")
    func impossible() {
        #expect(Fraction(1, over: 0) == nil)
        #expect(Fraction(1, over: .min) == nil)
        #expect(Fraction(.min, over: -1) == nil)
        #expect(Fraction(.min, over: .min) == .one)
    }

    @Test("compare exactly where floating point could not")
    func comparison() throws {
        let larger = try #require(Fraction(.max, over: .max - 1))
        let smaller = try #require(Fraction(.max - 1, over: .max - 2))
        // a/(a−1) falls as a grows.
        #expect(larger < smaller)
        #expect(larger.value == smaller.value)
        #expect(larger.clampedToShare == .one)
        #expect(Fraction(-1, over: 3)?.clampedToShare == .zero)
    }

    @Test("multiply, divide and complement exactly, or say that they cannot")
    func arithmetic() throws {
        let third = try #require(Fraction(1, over: 3))
        #expect(try third.complement() == Fraction(2, over: 3))
        #expect(try third.multiplied(by: third) == Fraction(1, over: 9))
        #expect(try third.divided(by: Fraction(basisPoints: 2_500)) == Fraction(4, over: 3))
        #expect(throws: MoneyError.divisionByZero) { try third.divided(by: .zero) }
        let tiny = try #require(Fraction(1, over: .max))
        #expect(throws: MoneyError.overflow) { try tiny.multiplied(by: third) }
    }

    @Test(
        "are read from decimals",
        arguments: [("1.0837", 10_837, 10_000), ("0.15", 3, 20), ("-2", -2, 1), ("16234.5600", 405_864, 25)]
            as [(String, Int64, Int64)])
    func decimals(text: String, numerator: Int64, denominator: Int64) throws {
        #expect(try Fraction(decimal: text) == Fraction(numerator, over: denominator))
    }

    @Test("are written as decimals where there is one")
    func text() throws {
        #expect(try Fraction(decimal: "1.0837").decimalText == "1.0837")
        #expect(try Fraction(decimal: "0.000000000000000001").decimalText == "0.000000000000000001")
        #expect(try Fraction(decimal: "-0.50").decimalText == "-0.5")
        #expect(try Fraction(decimal: "100").decimalText == "100")
        #expect(Fraction(1, over: 3)?.decimalText == nil)
        #expect(throws: MoneyError.tooManyFractionDigits(allowed: 18)) {
            try Fraction(decimal: "0.0000000000000000001")
        }
    }

    @Test("travel as strings", arguments: ["1.0837", "1/3", "-2/7", "0"])
    func wire(text: String) throws {
        let json = Data("[\"\(text)\"]".utf8)
        let fractions = try JSONDecoder().decode([Fraction].self, from: json)
        #expect(fractions.first?.description == text)
        #expect(try JSONDecoder().decode([Fraction].self, from: JSONEncoder().encode(fractions)) == fractions)
    }

    @Test("are refused when the string is none", arguments: ["", "/", "1/", "/2", "1/0", "1/-2", "1/2/3", "1e3", "a"])
    func refused(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Fraction].self, from: Data("[\"\(text)\"]".utf8))
        }
    }
}
