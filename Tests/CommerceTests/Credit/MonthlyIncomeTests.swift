import Commerce
import Contracts
import Foundation
import Testing

@Suite("Monthly income (metric 28)")
struct MonthlyIncomeTests {
    private let asOf = Date(timeIntervalSince1970: 1_767_225_600)

    private func income(
        shops: [MonthlyIncome.ShopRevenue] = [], commissions: [MonthlyIncome.Commission] = [], historyDays: Double? = 90
    ) throws -> MonthlyIncome {
        try MonthlyIncome(
            shops: shops, commissions: commissions, currency: .usd,
            historyStart: historyDays.map { asOf.addingTimeInterval(-$0 * 86_400) }, asOf: asOf)
    }

    private func commission(_ cents: Int64, ownShop: Bool = false) -> MonthlyIncome.Commission {
        MonthlyIncome.Commission(amount: usd(cents), isFromOwnShop: ownShop)
    }

    @Test("of the seller in the example is 4,750")
    func seller() throws {
        // 15,000 × (1 − 5 %) = 14,250; ÷ 3
        let gross = MonthlyIncome.ShopRevenue.gross(usd(1_500_000), returnRate: percent(5))
        #expect(try income(shops: [gross]).amount == usd(475_000))
    }

    @Test("of the creator in the example is 1,500")
    func creator() throws {
        // 30,000 × 15 % = 4,500; ÷ 3
        let settled = try usd(3_000_000).multiplied(by: percent(15))
        #expect(try income(commissions: [commission(settled.minorUnits)]).amount == usd(150_000))
    }

    @Test("of the person who is both in the example is 4,333.33")
    func hybrid() throws {
        // 10,000 + 3,000 = 13,000; ÷ 3 = 4,333.333…
        let income = try income(shops: [.net(usd(1_000_000))], commissions: [commission(300_000)])
        #expect(income.amount == usd(433_333))
    }

    @Test("leaves out commission that an own shop paid")
    func ownShop() throws {
        let income = try income(
            shops: [.net(usd(300))], commissions: [commission(90, ownShop: true), commission(30)])
        #expect(income.amount == usd(110))
    }

    @Test("of a short history is still divided by 3, and says how much it covers")
    func short() throws {
        let income = try income(shops: [.net(usd(300_000))], historyDays: 45)
        #expect(income.amount == usd(100_000))
        #expect(income.coverage == 0.5)
        #expect(try self.income(historyDays: 400).coverage == 1)
        #expect(try self.income(historyDays: nil).coverage == 0)
        #expect(try self.income(historyDays: -1).coverage == 0)
    }

    @Test("is 0, with its coverage, for a shop without orders")
    func noOrders() throws {
        let income = try income(shops: [.net(usd(0))])
        #expect(income.amount == usd(0))
        #expect(income.coverage == 1)
    }

    @Test("sees the 90 × 24 h before the as-of time")
    func period() {
        let period = MonthlyIncome.period(asOf: asOf)
        #expect(period.upperBound.timeIntervalSince(period.lowerBound) == 7_776_000)
        #expect(!period.contains(asOf))
    }

    @Test("is one currency; a return rate beyond 100 % takes no more than all")
    func bounds() throws {
        #expect(throws: MoneyError.currencyMismatch(.usd, .eur)) { try income(shops: [.net(.zero(.eur))]) }
        let gross = MonthlyIncome.ShopRevenue.gross(usd(300), returnRate: percent(150))
        #expect(try income(shops: [gross]).amount == usd(0))
    }
}
