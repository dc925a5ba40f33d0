import Commerce
import Contracts
import Testing

@Suite("Exchange rates")
struct ExchangeRatesTests {
    private func rate(_ base: Currency, _ quote: Currency, _ text: String, _ value: String) throws -> ExchangeRate {
        try #require(ExchangeRate(base: base, quote: quote, day: day(text), rate: Fraction(decimal: value)))
    }

    @Test("hold from their day until the next one")
    func lastOnOrBefore() throws {
        let rates = ExchangeRates([
            try rate(.usd, .jpy, "2026-01-09", "150.25"), try rate(.usd, .jpy, "2026-01-05", "149"),
            try rate(.usd, .jpy, "2026-01-12", "151"),
        ])
        #expect(try rates.rate(from: .usd, to: .jpy, on: day("2026-01-04")) == nil)
        #expect(try rates.rate(from: .usd, to: .jpy, on: day("2026-01-05")) == Fraction(149, over: 1))
        #expect(try rates.rate(from: .usd, to: .jpy, on: day("2026-01-08")) == Fraction(149, over: 1))
        // Friday's rate on the weekend.
        #expect(try rates.rate(from: .usd, to: .jpy, on: day("2026-01-11")) == Fraction(decimal: "150.25"))
        #expect(try rates.rate(from: .usd, to: .jpy, on: day("2031-01-01")) == Fraction(151, over: 1))
    }

    @Test("convert each fact with one rounding, half to even")
    func conversion() throws {
        let rates = ExchangeRates([try rate(.usd, .jpy, "2026-01-05", "150.25")])
        let day = try day("2026-01-05")
        // 10.00 × 150.25 = 1,502.5 → 1,502
        #expect(try rates.convert(usd(1_000), to: .jpy, on: day) == Money(minorUnits: 1_502, currency: .jpy))
        // 1,000 ÷ 150.25 = 6.6556
        #expect(try rates.convert(Money(minorUnits: 1_000, currency: .jpy), to: .usd, on: day) == usd(666))
        #expect(try rates.convert(usd(1_234), to: .usd, on: day) == usd(1_234))
    }

    @Test("go through the pivot without rounding there")
    func pivot() throws {
        let published = [try rate(.eur, .usd, "2026-01-05", "1.08"), try rate(.eur, .gbp, "2026-01-05", "0.85")]
        let day = try day("2026-01-05")
        let rates = ExchangeRates(published, pivot: .eur)
        // 1.05 ÷ 1.08 × 0.85 = 0.826…; by way of 0.97 EUR it would be 0.8245.
        #expect(try rates.convert(usd(105), to: .gbp, on: day) == Money(minorUnits: 83, currency: .gbp))
        #expect(try rates.convert(Money(minorUnits: 100, currency: .eur), to: .usd, on: day) == usd(108))
        #expect(try ExchangeRates(published).convert(usd(105), to: .gbp, on: day) == nil)
    }

    @Test("that are missing give nil, never 0")
    func missing() throws {
        let rates = ExchangeRates([try rate(.eur, .usd, "2026-01-05", "1.08")], pivot: .eur)
        #expect(try rates.convert(usd(105), to: .gbp, on: day("2026-01-05")) == nil)
        #expect(try rates.convert(usd(105), to: .eur, on: day("2026-01-04")) == nil)
        #expect(try ExchangeRates([]).convert(usd(0), to: .eur, on: day("2026-01-05")) == nil)
    }

    @Test("of zero or less do not exist; of two for one day the later one holds")
    func unusable() throws {
        let day = try day("2026-01-05")
        #expect(ExchangeRate(base: .usd, quote: .jpy, day: day, rate: .zero) == nil)
        #expect(ExchangeRate(base: .usd, quote: .jpy, day: day, rate: try Fraction(decimal: "-1")) == nil)
        let twice = [try rate(.usd, .jpy, "2026-01-05", "149"), try rate(.usd, .jpy, "2026-01-05", "150")]
        #expect(ExchangeRates(twice).rate(from: .usd, to: .jpy, on: day) == Fraction(150, over: 1))
    }

    @Test("that make an amount too large say so")
    func overflow() throws {
        let rates = ExchangeRates([try rate(.usd, .jpy, "2026-01-05", "1000")])
        #expect(throws: MoneyError.overflow) { try rates.convert(usd(.max), to: .jpy, on: day("2026-01-05")) }
    }

    @Test("leave a total that names the money without a rate")
    func total() throws {
        var total = ConvertedTotal(in: .usd)
        try total.add(usd(100), converted: usd(100))
        try total.add(Money(minorUnits: 100, currency: .eur), converted: usd(108))
        try total.add(Money(minorUnits: 500, currency: .jpy), converted: nil)
        try total.add(Money(minorUnits: 20, currency: .gbp), converted: nil)
        try total.add(Money(minorUnits: 250, currency: .jpy), converted: nil)
        #expect(total.total == usd(208))
        #expect(total.leftOut == [Money(minorUnits: 20, currency: .gbp), Money(minorUnits: 750, currency: .jpy)])
        #expect(throws: MoneyError.currencyMismatch(.usd, .eur)) {
            try total.add(usd(1), converted: Money(minorUnits: 1, currency: .eur))
        }
    }
}
