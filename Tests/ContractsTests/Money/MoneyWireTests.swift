import Contracts
import Foundation
import Testing

@Suite("Money on the wire")
struct MoneyWireTests {
    @Test("is an integer of minor units beside its currency")
    func golden() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let money = Money(minorUnits: 6_230, currency: .usd)
        let json = Data(#"{"currency":"USD","minorUnits":6230}"#.utf8)
        #expect(try encoder.encode(money) == json)
        #expect(try JSONDecoder().decode(Money.self, from: json) == money)
    }

    @Test("keeps every integer that 64 bits hold", arguments: [Int64.min, -1, 0, 9_007_199_254_740_993, Int64.max])
    func extremes(minorUnits: Int64) throws {
        let money = Money(minorUnits: minorUnits, currency: .jpy)
        #expect(try JSONDecoder().decode(Money.self, from: JSONEncoder().encode(money)) == money)
    }

    @Test(
        "is refused when any of it is wrong",
        arguments: [
            #"{"minorUnits":6230,"currency":"usd"}"#, #"{"minorUnits":6230,"currency":"XXX"}"#,
            #"{"minorUnits":6230}"#, #"{"currency":"USD"}"#, #"{"minorUnits":"6230","currency":"USD"}"#,
            #"{"minorUnits":62.3,"currency":"USD"}"#, #"{"minorUnits":9223372036854775808,"currency":"USD"}"#,
            #"{"minorUnits":null,"currency":"USD"}"#, #"{"minorUnits":1,"currency":7}"#, "6230", "[]",
        ])
    func refused(json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Money.self, from: Data(json.utf8)) }
    }

    @Test("names what is wrong without repeating what it was given")
    func errors() {
        #expect("\(MoneyError.notADecimal)" == "is not a decimal number such as 62.30")
        #expect("\(MoneyError.currencyMismatch(.usd, .eur))" == "mixes USD with EUR")
        #expect("\(MoneyError.tooManyFractionDigits(allowed: 2))" == "has more than 2 decimal places")
    }
}
