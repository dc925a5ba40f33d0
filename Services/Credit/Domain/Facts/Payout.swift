import Contracts

/// Money that the channel sent, or tried to send, to a bank account.
struct Payout: Codable, Hashable, Sendable {
    /// When the channel made it.
    let at: Instant
    let amount: Converted
    let state: State

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
