public import Outbound

/// What the buyer gets back: decimal texts.
public struct RefundAmount: Codable, Sendable, Hashable {
    /// ISO 4217.
    @Loose public var currency: String?
    /// All of it.
    @Loose public var total: String?
    /// For goods.
    @Loose public var subtotal: String?
    /// For shipping.
    @Loose public var shippingFee: String?
    /// Of tax.
    @Loose public var tax: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case currency
        case total = "refund_total"
        case subtotal = "refund_subtotal"
        case shippingFee = "refund_shipping_fee"
        case tax = "refund_tax"
    }
}
