import Contracts
import TestKit
import Testing

@Suite("Money arithmetic")
struct MoneyArithmeticTests {
    private func usd(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .usd) }

    @Test("adds and subtracts exactly")
    func addition() throws {
        #expect(try usd(2_490) + usd(1_250) == usd(3_740))
        #expect(try usd(2_490) - usd(2_500) == usd(-10))
        #expect(try -usd(5) == usd(-5))
    }

    @Test("refuses a second currency, also when both amounts are zero")
    func currencies() {
        let mismatch = MoneyError.currencyMismatch(.usd, .eur)
        #expect(throws: mismatch) { try Money.zero(.usd) + Money.zero(.eur) }
        #expect(throws: mismatch) { try usd(1) - Money.zero(.eur) }
        #expect(throws: mismatch) { try Money.sum([usd(1), .zero(.eur)], in: .usd) }
    }

    @Test("throws on overflow instead of trapping or wrapping")
    func overflow() {
        #expect(throws: MoneyError.overflow) { try usd(.max) + usd(1) }
        #expect(throws: MoneyError.overflow) { try usd(.min) - usd(1) }
        #expect(throws: MoneyError.overflow) { try -usd(.min) }
        #expect(throws: MoneyError.overflow) { try usd(.max).multiplied(by: 2) }
        #expect(throws: MoneyError.overflow) { try usd(.max).multiplied(by: Fraction(basisPoints: 10_001)) }
        #expect(throws: MoneyError.overflow) { try usd(.min).divided(by: -1) }
        #expect(throws: MoneyError.overflow) {
            try Money(minorUnits: .max, currency: .jpy).converted(to: .usd, at: .one)
        }
    }

    @Test("sums when only a total on the way would not fit")
    func sum() throws {
        #expect(try Money.sum([usd(.max), usd(1), usd(-1)], in: .usd) == usd(.max))
        #expect(try Money.sum([], in: .usd) == usd(0))
    }

    @Test(
        "rounds a product half to even, the same on both sides of zero",
        arguments: [
            // amount × 1/2: 0.5 → 0, 1.5 → 2, 2.5 → 2, 3.5 → 4
            (1, 1, 2, 0), (3, 1, 2, 2), (5, 1, 2, 2), (7, 1, 2, 4), (-1, 1, 2, 0), (-3, 1, 2, -2), (-5, 1, 2, -2),
            // 100 ÷ 3 = 33.3…, 200 ÷ 3 = 66.6…
            (100, 1, 3, 33), (200, 1, 3, 67), (-200, 1, 3, -67),
            // 4,380 × 15 % = 657; 4,383 × 15 % = 657.45; 4,390 × 15 % = 658.5 → 658
            (4_380, 1_500, 10_000, 657), (4_383, 1_500, 10_000, 657), (4_390, 1_500, 10_000, 658),
        ] as [(Int64, Int64, Int64, Int64)])
    func halfEven(cents: Int64, numerator: Int64, denominator: Int64, expected: Int64) throws {
        let rate = try #require(Fraction(numerator, over: denominator))
        #expect(try usd(cents).multiplied(by: rate) == usd(expected))
    }

    @Test("rounds to the nearest unit, ties to even, for any amount and rate")
    func halfEvenProperty() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<2_000 {
            let amount = Int64.random(in: .min ... .max, using: &generator) >> Int.random(in: 0...60, using: &generator)
            let denominator = Int64.random(in: 1...40, using: &generator)
            let rounded = try usd(amount).divided(by: Int(denominator)).minorUnits
            let twiceTheError = 2 * abs(Int128(rounded) * Int128(denominator) - Int128(amount))
            #expect(twiceTheError <= Int128(denominator))
            #expect(twiceTheError < Int128(denominator) || rounded.isMultiple(of: 2))
        }
    }

    @Test("divides by a count, and never by zero")
    func division() throws {
        #expect(try usd(1_300_000).divided(by: 3) == usd(433_333))
        #expect(try usd(10).divided(by: -4) == usd(-2))
        #expect(throws: MoneyError.divisionByZero) { try usd(1).divided(by: 0) }
    }

    @Test("converts between currencies of different exponents with one rounding")
    func conversion() throws {
        let rate = try Fraction(decimal: "150.25")
        // 10.00 USD × 150.25 = 1,502.5 JPY → 1,502 (even); 10.02 × 150.25 = 1,505.505 → 1,506
        #expect(try usd(1_000).converted(to: .jpy, at: rate) == Money(minorUnits: 1_502, currency: .jpy))
        #expect(try usd(1_002).converted(to: .jpy, at: rate) == Money(minorUnits: 1_506, currency: .jpy))
        // 1,000 JPY × 0.0067 = 6.70 USD
        let back = try Fraction(decimal: "0.0067")
        #expect(try Money(minorUnits: 1_000, currency: .jpy).converted(to: .usd, at: back) == usd(670))
        // 1.00 USD × 0.3075 = 0.3075 KWD = 307.5 fils → 308 (even)
        let kwd = try #require(Currency("KWD"))
        let dinar = try usd(100).converted(to: kwd, at: Fraction(decimal: "0.3075"))
        #expect(dinar == Money(minorUnits: 308, currency: kwd))
    }
}
