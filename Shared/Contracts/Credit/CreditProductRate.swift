/// What part of a product's price its shop pays a creator.
public struct CreditProductRate: Codable, Sendable, Hashable {
    /// The channel's id of the product.
    public var product: String
    /// The newest rate that is known, 0 to 1, a decimal: `0.15` is 15 %.
    public var rate: String

    /// Puts the record together.
    public init(product: String, rate: String) {
        self.product = product
        self.rate = rate
    }
}
