import Commerce
import Contracts
import Testing

@Suite("Settled commission (metric 14)")
struct SettledCommissionTests {
    private func line(_ kind: SettledCommission.Kind, _ cents: Int64) -> SettledCommission.StatementLine {
        SettledCommission.StatementLine(kind: kind, amount: usd(cents))
    }

    @Test("shows costs positive, net of reversals, with ads and partners apart")
    func sums() throws {
        let lines = [line(.affiliate, -657), line(.affiliate, -343), line(.affiliate, 200), line(.shopAds, -80)]
        let settled = try SettledCommission(lines + [line(.partner, -15)], in: .usd)
        #expect(settled.affiliate == usd(800))
        #expect(settled.shopAds == usd(80))
        #expect(settled.partner == usd(15))
    }

    @Test("is negative when reversals outweigh it, and 0 without lines")
    func negative() throws {
        #expect(try SettledCommission([line(.affiliate, 200)], in: .usd).affiliate == usd(-200))
        #expect(try SettledCommission([], in: .usd).affiliate == usd(0))
        #expect(throws: MoneyError.currencyMismatch(.eur, .usd)) {
            try SettledCommission([line(.affiliate, 200)], in: .eur)
        }
    }
}
