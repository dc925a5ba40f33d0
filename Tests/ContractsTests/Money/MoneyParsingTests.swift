import Contracts
import TestKit
import Testing

@Suite("A decimal string in major units")
struct MoneyParsingTests {
    @Test(
        "becomes minor units exactly",
        arguments: [
            ("62.30", Currency.usd, 6_230), ("62.3", .usd, 6_230), ("62", .usd, 6_200), ("0", .usd, 0), ("-0", .usd, 0),
            ("0.00", .usd, 0), ("-1.5", .usd, -150), ("-0.05", .usd, -5), ("007.10", .usd, 710),
            ("9900", .idr, 990_000), ("9900.00", .jpy, 9_900), ("150", .jpy, 150), ("1.234", Self.kwd, 1_234),
            ("1.2", Self.kwd, 1_200), ("62.3000000", .usd, 6_230),
            ("92233720368547758.07", .usd, Int64.max), ("-92233720368547758.08", .usd, Int64.min),
        ] as [(String, Currency, Int64)])
    func exact(text: String, currency: Currency, minorUnits: Int64) throws {
        #expect(try Money(majorUnits: text, currency: currency) == Money(minorUnits: minorUnits, currency: currency))
    }

    @Test(
        "is refused when it is anything but digits with one point",
        arguments: [
            "", "-", ".", "-.", "1.", ".5", "-.5", "+1", "1e3", "1E3", "--1", "1-", "1.2.3", "1,5", "1,000.00", " 1",
            "1 ",
            "1_000", "0x10", "NaN", "inf", "$1", "١٢", "１", "1\u{0}", "½",
        ])
    func malformed(text: String) {
        #expect(throws: MoneyError.notADecimal) { try Money(majorUnits: text, currency: .usd) }
    }

    @Test(
        "is refused, not rounded, when it is finer than the currency",
        arguments: [("1.005", Currency.usd, 2), ("0.1", .jpy, 0), ("1.0001", Self.kwd, 3), ("-0.001", .usd, 2)]
            as [(String, Currency, Int)])
    func tooFine(text: String, currency: Currency, allowed: Int) {
        #expect(throws: MoneyError.tooManyFractionDigits(allowed: allowed)) {
            try Money(majorUnits: text, currency: currency)
        }
    }

    @Test(
        "that 64 bits cannot hold names the overflow",
        arguments: [
            "92233720368547758.08", "-92233720368547758.09", "99999999999999999999",
            "1000000000000000000000000000000000000000000000000000000000000",
        ])
    func overflow(text: String) {
        #expect(throws: MoneyError.overflow) { try Money(majorUnits: text, currency: .usd) }
    }

    @Test("of more than 64 characters is refused unread, however long it is")
    func tooLong() {
        #expect(throws: MoneyError.textTooLong(limit: 64)) {
            try Money(majorUnits: String(repeating: "0", count: 65), currency: .usd)
        }
        #expect(throws: MoneyError.textTooLong(limit: 64)) {
            try Money(majorUnits: String(repeating: "9", count: 1_000_000), currency: .usd)
        }
        #expect(throws: Never.self) { try Money(majorUnits: String(repeating: "0", count: 64), currency: .usd) }
    }

    @Test("comes back from every amount in every kind of currency")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 1)
        for currency in [Currency.usd, .jpy, Self.kwd] {
            for _ in 0..<500 {
                let shift = Int.random(in: 0...62, using: &generator)
                let money = Money(
                    minorUnits: Int64.random(in: .min ... .max, using: &generator) >> shift, currency: currency)
                #expect(try Money(majorUnits: money.majorUnitsText, currency: currency) == money)
            }
        }
    }

    @Test(
        "is written with all decimal places of the currency",
        arguments: [
            (6_230, Currency.usd, "62.30"), (-5, .usd, "-0.05"), (0, .usd, "0.00"), (150, .jpy, "150"),
            (-7, .jpy, "-7"),
            (1, Self.kwd, "0.001"), (Int64.min, .usd, "-92233720368547758.08"),
        ] as [(Int64, Currency, String)])
    func format(minorUnits: Int64, currency: Currency, text: String) {
        #expect(Money(minorUnits: minorUnits, currency: currency).majorUnitsText == text)
    }

    private static let kwd = Currency("KWD") ?? .usd
}
