public import Foundation

/// What became of one parcel after the carrier took it.
public struct ParcelFacts: Hashable, Sendable {
    /// Where it is now.
    public enum Fate: Hashable, Sendable {
        /// On its way.
        case open
        /// At the buyer's.
        case delivered(Date)
        /// Back at the sender's, undelivered.
        case returned
        /// The carrier gave it up.
        case lost
    }

    /// The carrier's first scan.
    public let handedOverAt: Date
    /// Where it is now, by the carrier's word.
    public let fate: Fate

    /// Takes the facts of one parcel.
    public init(handedOverAt: Date, fate: Fate) {
        self.handedOverAt = handedOverAt
        self.fate = fate
    }
}
