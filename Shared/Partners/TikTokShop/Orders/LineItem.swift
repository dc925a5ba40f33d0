public import Outbound

/// One unit of an order. There is no quantity: count the lines of a SKU.
public struct LineItem: Codable, Sendable, Hashable {
    /// The channel's id of this unit.
    @Loose public var id: String?
    /// The listing.
    @Loose public var productID: String?
    /// Its title.
    @Loose public var productName: String?
    /// The listing's variant: what is mapped to a stock keeping unit.
    @Loose public var skuID: String?
    /// Its name, such as "Blue, 500 ml".
    @Loose public var skuName: String?
    /// The seller's own number; may be blank or shared.
    @Loose public var sellerSKU: String?
    /// A picture.
    @Loose public var skuImage: String?
    /// Where it stands; without ON_HOLD and PARTIALLY_SHIPPING.
    @Loose public var status: OrderStatus?
    /// Of the amounts below.
    @Loose public var currency: String?
    /// Before discounts.
    @Loose public var originalPrice: String?
    /// What the seller takes off.
    @Loose public var sellerDiscount: String?
    /// What the channel takes off.
    @Loose public var platformDiscount: String?
    /// What the buyer pays.
    @Loose public var salePrice: String?
    /// Taxes on it.
    public var taxes: [ItemTax]?
    /// Given for free.
    @Loose public var isGift: Bool?
    /// What a gift is worth.
    @Loose public var giftRetailPrice: String?
    /// In which package it ships.
    @Loose public var packageID: String?
    /// `TO_FULFILL`, `PROCESSING`, `FULFILLING`, `COMPLETED` or `CANCELLED`.
    @Loose public var packageStatus: String?
    /// Under which number it ships.
    @Loose public var trackingNumber: String?
    /// With whom it ships.
    @Loose public var shippingProviderID: String?
    /// Its name.
    @Loose public var shippingProviderName: String?
    /// When it was made ready to ship.
    @Loose public var readyToShipTime: UnixSeconds?
    /// Why it was cancelled.
    @Loose public var cancelReason: String?
    /// Who cancelled it.
    @Loose public var cancelUser: String?
    /// What a virtual bundle is made of.
    public var combinedSKUs: [CombinedSKU]?
    /// The same, unit by unit.
    public var subItems: SubItems?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, currency
        case productID = "product_id"
        case productName = "product_name"
        case skuID = "sku_id"
        case skuName = "sku_name"
        case sellerSKU = "seller_sku"
        case skuImage = "sku_image"
        case status = "display_status"
        case originalPrice = "original_price"
        case sellerDiscount = "seller_discount"
        case platformDiscount = "platform_discount"
        case salePrice = "sale_price"
        case taxes = "item_tax"
        case isGift = "is_gift"
        case giftRetailPrice = "gift_retail_price"
        case packageID = "package_id"
        case packageStatus = "package_status"
        case trackingNumber = "tracking_number"
        case shippingProviderID = "shipping_provider_id"
        case shippingProviderName = "shipping_provider_name"
        case readyToShipTime = "rts_time"
        case cancelReason = "cancel_reason"
        case cancelUser = "cancel_user"
        case combinedSKUs = "combined_listing_skus"
        case subItems = "sub_item_info"
    }
}

/// One tax on a line.
public struct ItemTax: Codable, Sendable, Hashable {
    /// Such as `SALES_TAX`.
    @Loose public var type: String?
    /// In the line's currency.
    @Loose public var amount: String?
    /// As a fraction: `0.0825` is 8.25 %.
    @Loose public var rate: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case type = "tax_type"
        case amount = "tax_amount"
        case rate = "tax_rate"
    }
}

/// A part of a bundle.
public struct CombinedSKU: Codable, Sendable, Hashable {
    /// The listing's variant.
    @Loose public var skuID: String?
    /// Units in one bundle.
    @Loose public var count: Int?
    /// The listing.
    @Loose public var productID: String?
    /// The seller's own number.
    @Loose public var sellerSKU: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case skuID = "sku_id"
        case count = "sku_count"
        case productID = "product_id"
        case sellerSKU = "seller_sku"
    }
}
