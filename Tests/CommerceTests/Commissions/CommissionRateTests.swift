import Commerce
import Contracts
import Foundation
import Testing

@Suite("Commission rates")
struct CommissionRateTests {
    @Test("are one number in each of the channel's spellings")
    func spellings() throws {
        let rate = try #require(CommissionRate(basisPoints: 1_234))
        #expect(CommissionRate(basisPointsText: "1234") == rate)
        #expect(CommissionRate(shareText: "0.1234") == rate)
        #expect(rate.fraction == Fraction(1_234, over: 10_000))
        #expect(CommissionRate(shareText: "0.8")?.basisPoints == 8_000)
        #expect(CommissionRate(shareText: "1")?.basisPoints == 10_000)
        #expect(CommissionRate(shareText: "0")?.basisPoints == 0)
    }

    @Test("are nil outside 0 to 100 %, and for texts that are none")
    func refused() {
        #expect(CommissionRate(basisPoints: -1) == nil)
        #expect(CommissionRate(basisPoints: 10_001) == nil)
        #expect(CommissionRate(basisPointsText: "15%") == nil)
        #expect(CommissionRate(basisPointsText: "99999999999999999999") == nil)
        #expect(CommissionRate(shareText: "1.01") == nil)
        #expect(CommissionRate(shareText: "-0.1") == nil)
        #expect(CommissionRate(shareText: "0.00001") == nil)
        #expect(CommissionRate(shareText: "3.0 OR 5.0") == nil)
    }

    @Test("travel as the integer")
    func wire() throws {
        let rates = try JSONDecoder().decode([CommissionRate].self, from: Data("[1500]".utf8))
        #expect(rates == [CommissionRate(basisPoints: 1_500)].compactMap(\.self))
        #expect(try JSONEncoder().encode(rates) == Data("[1500]".utf8))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CommissionRate].self, from: Data("[10001]".utf8))
        }
    }

    @Test(
        "come with a status whose spelling the channel changes",
        arguments: [
            ("AWAITING PAYMENT", .awaitingPayment), ("To-SETTLE", .toSettle), ("to_settle", .toSettle),
            ("SETTLED", .settled), (" Settled ", .settled), ("INELIGIBLE", .ineligible), ("Unknown", .unknown),
            ("", .unknown), ("PENDING", .unknown), ("CUSTOMER UNPAID", .awaitingPayment),
        ] as [(String, SettlementStatus)])
    func status(text: String, expected: SettlementStatus) {
        #expect(SettlementStatus(channelText: text) == expected)
    }
}
