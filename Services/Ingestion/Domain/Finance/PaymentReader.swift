import Contracts
import TikTokShop

/// A payment in our own words.
struct PaymentSnapshot: Hashable, Sendable {
    let channelPayment: String
    let state: SettlementChanged.Payment.State
    let begunAt: Instant
    let arrivedAt: Instant?

    /// When the channel made it, or when it arrived.
    var at: Instant { arrivedAt ?? begunAt }

    /// Reads a payment. Its amounts are the statements', perhaps in another currency; they are kept as received.
    init(_ payment: StatementPayment) throws(OrderFault) {
        channelPayment = try OrderReader.identifier(payment.id, "id")
        guard let begun = payment.createTime ?? payment.paidTime, begun.seconds > 0 else {
            throw OrderFault("create_time", "is missing")
        }
        state = StatementWords.state(payment.status ?? "")
        begunAt = begun.instant
        arrivedAt = payment.paidTime.flatMap { $0.seconds > 0 ? $0.instant : nil }
    }
}
