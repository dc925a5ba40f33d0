import Contracts

/// What reached the person's bank accounts in the window.
struct PayoutFigures: Codable, Hashable, Sendable {
    /// Payouts that arrived.
    let count: Int
    /// What they came to; nil where no amount has a rate.
    let amount: Money?
    /// Payouts that came back.
    let failed: Int
    /// The newest that arrived; nil when none did.
    let lastAt: Instant?
    /// The newest, whatever became of them: the newest first, at most ``mostListed``; nil of a score of before they
    /// were kept.
    let newest: [Payout]?

    /// A bound, so that a score is no book of account.
    static let mostListed = 100

    /// Nil when no account's payouts are known.
    init?(_ facts: Facts, in window: Window, currency: Currency) throws(MoneyError) {
        let known = facts.shops.compactMap(\.payouts.value) + facts.creators.compactMap(\.payouts.value)
        guard !known.isEmpty else { return nil }
        let payouts = known.joined().filter { window.day(of: $0.at) != nil }
        let paid = payouts.filter { $0.state == .paid }
        count = paid.reduce(0) { $0 + ($1.payments ?? 1) }
        amount = try paid.map(\.amount).known(in: currency)
        failed = payouts.filter { $0.state == .failed }.reduce(0) { $0 + ($1.payments ?? 1) }
        lastAt = paid.map(\.at).max()
        newest = Array(payouts.sorted { $0.at > $1.at }.prefix(Self.mostListed))
    }
}
