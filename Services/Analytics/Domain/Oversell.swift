import Contracts

/// An order that could not be reserved when it was first seen (metric 21).
struct Oversell: Codable, Hashable, Sendable {
    /// The order's version that was acted on; the lowest one is the first sight.
    let version: Int
    /// SKUs of which something was missing.
    let skus: Int
    /// When the message was made.
    let at: Instant

    /// Nil when the message tells of no oversell.
    init?(_ message: StockShort, told: Instant) {
        guard message.isOversell, !message.missing.isEmpty else { return nil }
        version = message.version
        skus = Set(message.missing.map(\.sku)).count
        at = told
    }

    /// The one that was first; of two about the same version the earlier.
    func first(_ other: Oversell?) -> Oversell {
        guard let other else { return self }
        return (other.version, other.at) < (version, at) ? other : self
    }
}
