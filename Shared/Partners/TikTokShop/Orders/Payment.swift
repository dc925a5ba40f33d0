public import Outbound

/// The amounts of an order: decimal texts in its currency.
///
/// `subTotal = originalTotalProductPrice − sellerDiscount − platformDiscount`,
/// `shippingFee = originalShippingFee − shippingFeeSellerDiscount − shippingFeePlatformDiscount`,
/// `totalAmount = subTotal + shippingFee + tax + retailDeliveryFee`; markets may add fees.
public struct Payment: Codable, Sendable, Hashable {
    /// ISO 4217.
    @Loose public var currency: String?
    /// Goods before discounts.
    @Loose public var originalTotalProductPrice: String?
    /// What the seller takes off.
    @Loose public var sellerDiscount: String?
    /// What the channel takes off.
    @Loose public var platformDiscount: String?
    /// Goods after discounts.
    @Loose public var subTotal: String?
    /// Shipping before discounts.
    @Loose public var originalShippingFee: String?
    /// What the seller takes off shipping.
    @Loose public var shippingFeeSellerDiscount: String?
    /// What the channel takes off shipping.
    @Loose public var shippingFeePlatformDiscount: String?
    /// Shared by both; stands in place of the seller's where it applies.
    @Loose public var shippingFeeCofundedDiscount: String?
    /// Shipping after discounts.
    @Loose public var shippingFee: String?
    /// On the goods.
    @Loose public var productTax: String?
    /// On shipping.
    @Loose public var shippingFeeTax: String?
    /// Both.
    @Loose public var tax: String?
    /// A levy of some states of the US.
    @Loose public var retailDeliveryFee: String?
    /// What the buyer pays.
    @Loose public var totalAmount: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case currency, tax
        case originalTotalProductPrice = "original_total_product_price"
        case sellerDiscount = "seller_discount"
        case platformDiscount = "platform_discount"
        case subTotal = "sub_total"
        case originalShippingFee = "original_shipping_fee"
        case shippingFeeSellerDiscount = "shipping_fee_seller_discount"
        case shippingFeePlatformDiscount = "shipping_fee_platform_discount"
        case shippingFeeCofundedDiscount = "shipping_fee_cofunded_discount"
        case shippingFee = "shipping_fee"
        case productTax = "product_tax"
        case shippingFeeTax = "shipping_fee_tax"
        case retailDeliveryFee = "retail_delivery_fee"
        case totalAmount = "total_amount"
    }
}
