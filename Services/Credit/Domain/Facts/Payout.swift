import Contracts

/// Money that the channel sent, or tried to send, to a bank account: a payment, or those of a day that have come to
/// the same.
struct Payout: Codable, Hashable, Sendable {
    /// When the channel made it, the last one of several.
    let at: Instant
    let amount: Converted
    let state: State
    /// How many payments it is; nil: one.
    var payments: Int?

    /// How far it is.
    enum State: String, Codable, Sendable, CaseIterable {
        /// Under way.
        case processing
        /// It arrived.
        case paid
        /// It came back.
        case failed
    }
}
