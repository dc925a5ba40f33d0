import Foundation
import Testing

@testable import Contracts

@Suite("Currencies")
struct MoneyCurrencyTests {
    @Test(
        "have the minor units that ISO 4217 publishes",
        arguments: [
            ("USD", 2), ("EUR", 2), ("GBP", 2), ("IDR", 2), ("MGA", 2), ("XCG", 2), ("ZWG", 2), ("TRY", 2), ("HUF", 2),
            ("JPY", 0), ("KRW", 0), ("VND", 0), ("CLP", 0), ("ISK", 0), ("UGX", 0), ("XAF", 0), ("XOF", 0), ("XPF", 0),
            ("KWD", 3), ("BHD", 3), ("OMR", 3), ("JOD", 3), ("TND", 3), ("IQD", 3), ("LYD", 3), ("CLF", 4), ("UYW", 4),
        ] as [(String, Int)])
    func exponents(code: String, exponent: Int) {
        #expect(Currency(code)?.exponent == exponent)
    }

    @Test("number 165 in the list of January 2026, and six that left it since 2021")
    func count() {
        #expect(CurrencyTable.exponents.count == 165 + 6)
        #expect(CurrencyTable.exponents.values.filter { $0 == 0 }.count == 17)
        #expect(CurrencyTable.exponents.values.filter { $0 == 3 }.count == 7)
        #expect(
            CurrencyTable.exponents.keys.allSatisfy { code in
                code.count == 3 && code.allSatisfy { ("A"..."Z").contains($0) }
            })
    }

    @Test(
        "are read in upper case only, and only when money is counted in them",
        arguments: [
            "usd", "Usd", "US", "USDD", "", " USD", "USD ", "XAU", "XDR", "XXX", "XTS", "ZZZ", "ＵＳＤ", "U\u{0}D",
        ])
    func refused(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test("that have a name of their own agree with the table")
    func names() {
        let named: [Currency] = [.brl, .eur, .gbp, .idr, .jpy, .mxn, .myr, .php, .sgd, .thb, .usd, .vnd]
        #expect(named.allSatisfy { Currency($0.code) == $0 && CurrencyTable.exponents[$0.code] == $0.exponent })
        #expect(Set(named).count == 12)
    }

    @Test("sort by code and print as it")
    func order() {
        #expect([Currency.usd, .eur, .jpy].sorted() == [.eur, .jpy, .usd])
        #expect("\(Currency.vnd)" == "VND")
    }
}
