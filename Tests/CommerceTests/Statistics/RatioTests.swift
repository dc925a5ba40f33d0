import Commerce
import Contracts
import Testing

@Suite("Ratios")
struct RatioTests {
    @Test("divide sums, never average quotients")
    func sums() {
        // (1 + 0) ÷ (1 + 9) = 0.1, not the mean of 1 and 0.
        #expect((Ratio(1, of: 1) + Ratio(0, of: 9)).value == 0.1)
        #expect(Ratio.sum([Ratio(counting: true), Ratio(counting: false), .none]).value == 0.5)
    }

    @Test("of nothing are nil, not 0")
    func nothing() {
        #expect(Ratio.none.value == nil)
        #expect(Ratio(5, of: 0).value == nil)
        #expect(Ratio(0, of: 5).value == 0)
        #expect(Ratio.sum([]).value == nil)
    }

    @Test("of money need one currency")
    func money() throws {
        #expect(try Ratio(usd(25), of: usd(100)).value == 0.25)
        #expect(throws: MoneyError.currencyMismatch(.usd, .eur)) { try Ratio(usd(1), of: .zero(.eur)) }
    }

    @Test("hold sums that 64 bits do not")
    func wide() {
        let sum = Ratio(.max, of: .max) + Ratio(.max, of: .max)
        #expect(sum.value == 1)
        #expect(sum.numerator == 2 * Int128(Int64.max))
    }
}
