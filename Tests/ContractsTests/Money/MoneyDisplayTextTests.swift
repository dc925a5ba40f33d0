import Contracts
import Testing

@Suite("The lenient reading of display text")
struct MoneyDisplayTextTests {
    @Test(
        "understands what affiliate data holds and what formatters of the markets print",
        arguments: [
            // The two in the channel's documentation: 9,900 rupiah (99 × 100 × 100 sen) and 43.80 dollars.
            ("Rp9.900", Currency.idr, 990_000), ("$43.80", .usd, 4_380),
            ("Rp 1.234.567", .idr, 123_456_700), ("Rp. 9.900,50", .idr, 990_050), ("IDR 500", .idr, 50_000),
            ("$1,234.56", .usd, 123_456), ("$1,234", .usd, 123_400), ("-$4.50", .usd, -450), ("$-4.50", .usd, -450),
            ("\u{2212}$4.50", .usd, -450), ("4.50 USD", .usd, 450), ("US$0.900", .usd, 90), ("43.80", .usd, 4_380),
            ("1.234,56 €", .eur, 123_456), ("€1,234.56", .eur, 123_456), ("1\u{202F}234,56\u{A0}€", .eur, 123_456),
            ("1.234.567 €", .eur, 123_456_700), ("43,8 €", .eur, 4_380), ("R$ 1.234,5", .brl, 123_450),
            ("¥9,900", .jpy, 9_900), ("9.900₫", .vnd, 9_900), ("9.900.000 ₫", .vnd, 9_900_000), ("RM12", .myr, 1_200),
            ("฿1,000.00", .thb, 100_000), ("₱99.50", .php, 9_950), ("S$5", .sgd, 500), ("£1 234", .gbp, 123_400),
        ] as [(String, Currency, Int64)])
    func understood(text: String, currency: Currency, minorUnits: Int64) {
        let money = Money(lenientDisplayText: text, currency: currency)
        #expect(money == Money(minorUnits: minorUnits, currency: currency))
    }

    @Test(
        "is nil where two readings are possible",
        arguments: [
            ("€9.900", Currency.eur), ("€9,900", .eur), ("$9.900", .usd), ("Rp9,900", .idr), ("9,900₫", .vnd),
            ("$9.905", .usd),
        ] as [(String, Currency)])
    func ambiguous(text: String, currency: Currency) {
        #expect(Money(lenientDisplayText: text, currency: currency) == nil)
    }

    @Test(
        "is nil where it is no amount of the currency",
        arguments: [
            ("", Currency.usd), ("$", .usd), ("free", .usd), ("€5", .usd), ("Rp5", .usd), ("$5", .idr),
            ("$5 - $7", .usd),
            ("$1.2K", .usd), ("$1,23,456", .usd), ("$1234,567.00", .usd), ("$1.234,567", .usd), ("$1.005", .usd),
            ("$1..5", .usd), ("$1,234.567.89", .usd), ("--$5", .usd), ("5-", .usd), ("(5.00)", .usd), ("$.50", .usd),
            ("1.50 ¥", .jpy), ("$٥", .usd), ("$5%", .usd), ("$1 234,567", .usd), ("1e3", .usd), ("0,123,456", .usd),
            ("999999999999999999999", .usd), (String(repeating: "1", count: 100_000), .usd),
        ] as [(String, Currency)])
    func refused(text: String, currency: Currency) {
        #expect(Money(lenientDisplayText: text, currency: currency) == nil)
    }
}
