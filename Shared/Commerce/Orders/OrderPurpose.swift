/// Why an order exists. Only a sale is a paid order (metric 1).
public enum OrderPurpose: String, Sendable, Codable, CaseIterable {
    /// A buyer bought something.
    case sale
    /// A free sample for a creator.
    case sample
    /// A sample that was paid for and is refunded when a sales target is met.
    case refundableSample
    /// Sent in place of goods that failed.
    case replacement
    /// Sent in exchange for goods that came back.
    case exchange
    /// Made by a development shop.
    case test
}
