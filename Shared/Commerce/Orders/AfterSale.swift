public import Foundation

/// One request of a buyer after the sale, as the channel decided it.
public struct AfterSale: Hashable, Sendable {
    /// What the buyer gets.
    public enum Kind: String, Sendable, Codable {
        /// Money, the goods stay.
        case refund
        /// Money for goods sent back.
        case returnAndRefund
        /// Other goods: a replacement or an exchange.
        case replacement
    }

    /// What was asked for.
    public let kind: Kind
    /// When it was completed; nil while open, and for one that was refused or withdrawn.
    public let completedAt: Date?
    /// Money was given back, which also ends some replacements.
    public let isRefunded: Bool

    /// Takes the facts as the channel reports them.
    public init(kind: Kind, completedAt: Date?, isRefunded: Bool) {
        self.kind = kind
        self.completedAt = completedAt
        self.isRefunded = isRefunded
    }
}
