/// Money that the channel sent, or tried to send, to a bank account: payments of one day of UTC that have come to the
/// same.
public struct CreditPayout: Codable, Sendable, Hashable {
    /// How far it is.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Under way.
        case processing
        /// It arrived.
        case paid
        /// It came back.
        case failed
    }

    /// When the channel made it, the last one of several.
    public var at: Instant
    /// As it was paid.
    public var amount: Money
    /// The same in the figures' currency; nil, never 0, where no rate is known.
    public var converted: Money?
    /// How far it is.
    public var state: State
    /// How many payments it is.
    public var payments: Int

    /// Puts the record together.
    public init(at: Instant, amount: Money, converted: Money? = nil, state: State, payments: Int) {
        self.at = at
        self.amount = amount
        self.converted = converted
        self.state = state
        self.payments = payments
    }
}
