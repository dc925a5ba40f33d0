import Commerce
import Contracts

/// What is known of one of the person's creator accounts.
struct CreatorFacts: Codable, Hashable, Sendable {
    let account: CreatorID
    /// When the account was opened.
    var openedAt: Datum<Instant>
    /// The window's days with commission or attributed orders.
    var earnings: Datum<[EarningDay]>
    /// The rate of each product, by the channel's id of it, in hundredths of a percent.
    var rates: Datum<[String: CommissionRate]>
    /// Warnings and points of penalty in the window.
    var violations: Datum<Int>
    /// Shops that the account had orders for, in each month of the window, the oldest first.
    var shops: Datum<[Int]>
    /// Withdrawals in the window.
    var payouts: Datum<[Payout]>
}
