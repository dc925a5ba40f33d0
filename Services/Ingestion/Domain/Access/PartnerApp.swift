import Contracts

/// One of our apps at the channel. A seller's consent to one says nothing about the other.
enum PartnerApp: String, Sendable {
    /// Reads and writes.
    case operations
    /// Only reads, for scores.
    case credit

    /// The app that a person asks for.
    init(_ wish: ConnectionBegin.App) {
        switch wish {
        case .operations: self = .operations
        case .credit: self = .credit
        }
    }
}

/// Who has an account at the channel.
enum Holder: String, Sendable {
    /// Somebody with shops.
    case seller
    /// Somebody who is paid for what others sell.
    case creator
}

/// With which of a seller's consents something is read.
enum Sight: Sendable {
    /// Only with the one for operations: whatever ships, sells or sets stock.
    case operations
    /// With the one for operations, where it is live; else with the one that only reads.
    case orders
    /// With the one that only reads, where it is live; else with the one for operations. What only scores need.
    case figures
}
