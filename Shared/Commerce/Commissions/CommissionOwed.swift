public import Contracts
public import Foundation

/// Metric 15: what one creator is owed in one currency now. What the channel pays is shown beside it, never inside.
public struct CommissionOwed: Hashable, Sendable {
    /// To be paid; never negative.
    public let payable: Money
    /// What reversals after a payout left open; netted from later earnings, never asked back.
    public let receivable: Money
    /// Earned but not past its lock date.
    public let locked: Money

    /// Balances earnings past their lock date against payouts and clawbacks.
    ///
    /// - Parameters:
    ///   - earnings: all earnings, reversals before a payout among them as negative amounts.
    ///   - payouts: positive amounts already paid.
    ///   - clawbacks: positive amounts that reversals after a payout take back; not among `earnings` as well.
    public init(
        earnings: [OffPlatformEarning], payouts: [Money], clawbacks: [Money], currency: Currency, now: Date
    ) throws(MoneyError) {
        let isDue = { (earning: OffPlatformEarning) in earning.lockDate.map { $0 <= now } ?? false }
        let due = try Money.sum(earnings.filter(isDue).map(\.amount), in: currency)
        locked = try Money.sum(earnings.filter { !isDue($0) }.map(\.amount), in: currency)
        let balance = try due - Money.sum(payouts, in: currency) - Money.sum(clawbacks, in: currency)
        let nothing = Money.zero(currency)
        payable = balance.minorUnits > 0 ? balance : nothing
        receivable = balance.minorUnits < 0 ? try -balance : nothing
    }
}
