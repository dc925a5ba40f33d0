public import Outbound

/// An order that the channel credits to creators, as a seller or one of them sees it. Pages are cut by its listings
/// before these are put together, so that one order may lie on two pages, each with a part of its listings.
public struct AffiliateOrder: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "orders"

    /// The channel's id of the order.
    @Loose public var id: String?
    /// When it was placed.
    @Loose public var createTime: UnixSeconds?
    /// When it was delivered.
    @Loose public var deliveryTime: UnixSeconds?
    /// Sellers: `PROCESSING`, `COMPLETED`, `CANCELLED`, `FROZEN`, `DEDUCTED`. Creators: `ORDERED`, `SETTLED`,
    /// `REFUNDED`, `FROZEN`, `DEDUCTED`, `UNSPECIFIED`.
    @Loose public var status: String?
    /// What is credited.
    public var skus: [AffiliateSKU]?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, status, skus
        case createTime = "create_time"
        case deliveryTime = "delivery_time"
    }
}

/// A listing of the order, credited to one creator. Rates are hundredths of a percent, as numbers or as texts; amounts
/// may be laid out for people (`Rp9.900`).
public struct AffiliateSKU: Codable, Sendable, Hashable {
    /// The channel's id of the SKU, under the name that sellers' answers use.
    @Loose public var skuID: String?
    /// The same, under the name that creators' answers use.
    @Loose public var id: String?
    /// The product.
    @Loose public var productID: String?
    /// Units ordered.
    @Loose public var quantity: Int?
    /// Units sent back.
    @Loose public var returnedQuantity: Int?
    /// Units paid back.
    @Loose public var refundedQuantity: Int?
    /// What one unit costs.
    public var price: AffiliateAmount?
    /// Who is credited; sellers' answers alone.
    @Loose public var creatorUsername: String?
    /// Who sells; creators' answers alone.
    @Loose public var shopName: String?
    /// `SHOP`, `VIDEO`, `LIVE`, `PRE_LIVE`, `PROMOTION_PAGE`, `LINKSHARE`.
    @Loose public var contentType: String?
    /// The video or broadcast.
    @Loose public var contentID: String?
    /// `AWAITING PAYMENT`, `To-SETTLE`, `SETTLED`, `INELIGIBLE`, `Unknown`.
    @Loose public var settlementStatus: String?
    /// The creator's rate.
    @Loose public var commissionRate: String?
    /// The rate through the shop's ads.
    @Loose public var shopAdsCommissionRate: String?
    /// What the estimate is made of.
    public var estimatedCommissionBase: AffiliateAmount?
    /// The estimate, as sellers see it.
    public var estimatedPaidCommission: AffiliateAmount?
    /// The estimate, as creators see it.
    public var estimatedCommission: AffiliateAmount?
    /// The estimate through ads, as sellers see it.
    public var estimatedPaidShopAdsCommission: AffiliateAmount?
    /// The estimate through ads, as creators see it.
    public var estimatedShopAdsCommission: AffiliateAmount?
    /// What the commission is made of.
    public var actualCommissionBase: AffiliateAmount?
    /// The commission, as sellers see it.
    public var actualPaidCommission: AffiliateAmount?
    /// The commission, as creators see it.
    public var actualCommission: AffiliateAmount?
    /// The commission through ads, as sellers see it.
    public var actualPaidShopAdsCommission: AffiliateAmount?
    /// The commission through ads, as creators see it.
    public var actualShopAdsCommission: AffiliateAmount?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, quantity, price
        case skuID = "sku_id"
        case productID = "product_id"
        case returnedQuantity = "returned_quantity"
        case refundedQuantity = "refunded_quantity"
        case creatorUsername = "creator_username"
        case shopName = "shop_name"
        case contentType = "content_type"
        case contentID = "content_id"
        case settlementStatus = "settlement_status"
        case commissionRate = "commission_rate"
        case shopAdsCommissionRate = "shop_ads_commission_rate"
        case estimatedCommissionBase = "estimated_commission_base"
        case estimatedPaidCommission = "estimated_paid_commission"
        case estimatedCommission = "estimated_commission"
        case estimatedPaidShopAdsCommission = "estimated_paid_shop_ads_commission"
        case estimatedShopAdsCommission = "estimated_shop_ads_commission"
        case actualCommissionBase = "actual_commission_base"
        case actualPaidCommission = "actual_paid_commission"
        case actualCommission = "actual_commission"
        case actualPaidShopAdsCommission = "actual_paid_shop_ads_commission"
        case actualShopAdsCommission = "actual_shop_ads_commission"
    }
}

/// An amount of the affiliate API: a decimal text, or one laid out for people.
public struct AffiliateAmount: Codable, Sendable, Hashable {
    /// `43.80`, `$43.80`, `Rp9.900`.
    @Loose public var amount: String?
    /// ISO 4217.
    @Loose public var currency: String?

    /// An empty one, to be filled.
    public init() {}
}
