import Contracts

/// When that left which an order message newly tells as handed over.
struct Departure: Hashable, Sendable {
    /// As far as the channel tells, and rather too late than too early: what is taken for older than a count stays in
    /// the books, and would be sold again.
    let at: Instant
    /// Whether that was before the shop was connected, so that it is in no figure of ours.
    let isBeforeConnection: Bool

    init(at: Instant, isBeforeConnection: Bool = false) {
        self.at = at
        self.isBeforeConnection = isBeforeConnection
    }

    /// Reads it from a message. The channel's time is that of the first parcel, so it says nothing of what leaves
    /// later; that had left when the order changed.
    init(_ message: OrderChanged, since known: StockOrder, connectedAt: Instant?) {
        let first = known.hasLeft ? nil : message.handedOverAt
        let at = first ?? message.updatedAt
        self.at = at
        // Later versions of an order move what was set aside for it here, also when the shop is connected anew.
        isBeforeConnection = known.version == 0 && (connectedAt.map { at < $0 } ?? false)
    }
}

extension Instant {
    /// Whether something of this time was over when a figure was read. Channels tell whole seconds: within the second
    /// nobody knows which came first.
    func isOver(by figure: Instant?) -> Bool {
        figure.map { milliseconds + 1_000 <= $0.milliseconds } ?? false
    }
}
