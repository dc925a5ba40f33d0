import Commerce
import Contracts
import Foundation
import Testing

@Suite("Commission owed (metric 15)")
struct CommissionOwedTests {
    private let now = Date(timeIntervalSince1970: 1_767_300_000)

    private func earning(_ cents: Int64, deliveredDaysAgo days: Double?, lockDays: Int = 15) -> OffPlatformEarning {
        let delivered = days.map { now.addingTimeInterval(-$0 * 86_400) }
        return OffPlatformEarning(amount: usd(cents), lock: .delivery(delivered, days: lockDays))
    }

    private func owed(
        _ earnings: [OffPlatformEarning], payouts: [Int64] = [], clawbacks: [Int64] = []
    ) throws -> CommissionOwed {
        try CommissionOwed(
            earnings: earnings, payouts: payouts.map(usd), clawbacks: clawbacks.map(usd), currency: .usd, now: now)
    }

    @Test("holds what is past its lock date, fifteen days after delivery unless set otherwise")
    func lock() throws {
        let owed = try owed([
            earning(1_000, deliveredDaysAgo: 15), earning(200, deliveredDaysAgo: 14.9),
            earning(30, deliveredDaysAgo: nil), earning(4, deliveredDaysAgo: 0, lockDays: 0),
        ])
        #expect(owed.payable == usd(1_004))
        #expect(owed.locked == usd(230))
        #expect(owed.receivable == usd(0))
    }

    @Test("keeps lock times between 0 and 90 days")
    func lockBounds() {
        #expect(earning(1, deliveredDaysAgo: 0, lockDays: -5).lockDate == now)
        #expect(earning(1, deliveredDaysAgo: 0, lockDays: 400).lockDate == now.addingTimeInterval(90 * 86_400))
    }

    @Test("counts a bonus from its approval")
    func bonus() throws {
        let approved = OffPlatformEarning(amount: usd(5_000), lock: .approval(now))
        let pending = OffPlatformEarning(amount: usd(700), lock: .approval(nil))
        #expect(try owed([approved, pending]).payable == usd(5_000))
        #expect(try owed([approved, pending]).locked == usd(700))
    }

    @Test("takes off payouts and clawbacks; what is left open is a receivable, never a negative payable")
    func balance() throws {
        let earned = [earning(1_000, deliveredDaysAgo: 20)]
        #expect(try owed(earned, payouts: [600]).payable == usd(400))
        let over = try owed(earned, payouts: [1_000], clawbacks: [250])
        #expect(over.payable == usd(0))
        #expect(over.receivable == usd(250))
        // The next earning is netted against it: 1,000 + 400 − 1,000 − 250 = 150.
        let next = earned + [earning(400, deliveredDaysAgo: 16)]
        #expect(try owed(next, payouts: [1_000], clawbacks: [250]).payable == usd(150))
    }

    @Test("is reversed at the earning's own amount, rounded half to even")
    func reversal() throws {
        let earning = earning(1_001, deliveredDaysAgo: nil)
        // 10.01 ÷ 2 = 5.005 → 5.00
        #expect(try earning.reversal(refundedShare: percent(50)) == usd(-500))
        #expect(try earning.reversal(refundedShare: percent(200)) == usd(-1_001))
        #expect(try earning.reversal(refundedShare: .zero) == usd(0))
    }

    @Test("is per currency")
    func currency() {
        let euro = OffPlatformEarning(amount: Money(minorUnits: 1, currency: .eur), lock: .approval(now))
        #expect(throws: MoneyError.currencyMismatch(.usd, .eur)) { try owed([euro]) }
    }
}
