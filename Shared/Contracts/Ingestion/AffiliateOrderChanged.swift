/// An order that the channel credits to creators: each of its listings with rate, estimate and what was settled.
///
/// It is read from a shop's own account or from a creator's; exactly one of `shop` and `creator` says which. The same
/// order may be told from both sides, each with versions of its own.
public struct AffiliateOrderChanged: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.affiliate_order.changed.v1"
    /// The channel's id of the order.
    public var channelOrder: String
    /// Counts the applied changes from 1.
    public var version: Int
    /// The connected shop that pays, where it was read there.
    public var shop: ShopID?
    /// The connected creator account that earns, where it was read there.
    public var creator: CreatorID?
    /// When the buyer placed the order.
    public var placedAt: Instant
    /// When it was delivered; nil before, and where the channel does not tell.
    public var deliveredAt: Instant?
    /// What is credited, ordered by listing, creator and content.
    public var rows: [Row]

    /// How the buyer came to the goods (metric 12).
    public enum Attribution: String, Codable, Sendable, CaseIterable {
        /// Through this creator, last.
        case direct
        /// Through this creator earlier on.
        case assisted
    }

    /// How far the channel is with paying a commission.
    public enum Status: String, Codable, Sendable, CaseIterable {
        /// The order itself is not paid for yet.
        case awaitingPayment
        /// Earned, on no statement yet.
        case toSettle
        /// On a statement.
        case settled
        /// Nothing will be paid.
        case ineligible
        /// A word of the channel's that we do not know, which counts as neither settled nor ineligible.
        case unknown
    }

    /// One listing of the order, credited to one creator.
    public struct Row: Codable, Sendable, Hashable {
        /// The channel's id of the SKU.
        public var channelSKU: String
        /// The channel's id of the product; nil where the channel does not tell.
        public var channelProduct: String?
        /// Under which name the creator is known on the channel; nil where it was read from the creator's own account.
        public var creatorName: String?
        /// What the selling shop is called; nil where it was read from the shop's own account.
        public var shopName: String?
        /// How the buyer came to it; nil where the channel does not tell. The channel credits whoever came last.
        public var attribution: Attribution?
        /// The channel's own word for what the buyer came through, such as `VIDEO`, `LIVE`, `SHOP`.
        public var contentType: String?
        /// The channel's id of the video or broadcast.
        public var channelContent: String?
        /// How many units were ordered.
        public var units: Int
        /// How many of them were returned or refunded.
        public var undoneUnits: Int
        /// The currency that every amount of the row is in.
        public var currency: Currency
        /// What the units were sold for, in minor units of `currency`; nil where it cannot be read.
        public var sales: Int64?
        /// The rate when the order was placed, in hundredths of a percent: 1500 is 15 %. Nil where it cannot be read.
        public var rate: Int?
        /// The rate through the shop's ads, in hundredths of a percent; nil where there is none.
        public var shopAdsRate: Int?
        /// What the estimate is made of, in minor units of `currency`; nil where it cannot be read.
        public var estimatedBase: Int64?
        /// The channel's estimate of the creator's commission (metric 13), shop ads apart, in minor units of
        /// `currency`; nil where it cannot be read.
        public var estimatedCommission: Int64?
        /// The channel's estimate of the commission through shop ads, in minor units of `currency`.
        public var estimatedShopAds: Int64?
        /// What the settled commission is made of, in minor units of `currency`; nil before it is settled.
        public var settledBase: Int64?
        /// What the creator got (metric 14), shop ads apart, in minor units of `currency`; nil before it is settled.
        /// Positive on both sides: the shop's cost is the creator's income.
        public var settledCommission: Int64?
        /// What the creator got through shop ads, in minor units of `currency`; nil before it is settled.
        public var settledShopAds: Int64?
        /// How far the channel is.
        public var status: Status
        /// The channel's own word for how far it is.
        public var channelStatus: String?

        /// Puts the record together.
        public init(
            channelSKU: String, channelProduct: String? = nil, creatorName: String? = nil, shopName: String? = nil,
            attribution: Attribution? = nil, contentType: String? = nil, channelContent: String? = nil, units: Int,
            undoneUnits: Int = 0, currency: Currency, sales: Int64? = nil, rate: Int? = nil, shopAdsRate: Int? = nil,
            estimatedBase: Int64? = nil, estimatedCommission: Int64? = nil, estimatedShopAds: Int64? = nil,
            settledBase: Int64? = nil, settledCommission: Int64? = nil, settledShopAds: Int64? = nil, status: Status,
            channelStatus: String? = nil
        ) {
            self.channelSKU = channelSKU
            self.channelProduct = channelProduct
            self.creatorName = creatorName
            self.shopName = shopName
            self.attribution = attribution
            self.contentType = contentType
            self.channelContent = channelContent
            self.units = units
            self.undoneUnits = undoneUnits
            self.currency = currency
            self.sales = sales
            self.rate = rate
            self.shopAdsRate = shopAdsRate
            self.estimatedBase = estimatedBase
            self.estimatedCommission = estimatedCommission
            self.estimatedShopAds = estimatedShopAds
            self.settledBase = settledBase
            self.settledCommission = settledCommission
            self.settledShopAds = settledShopAds
            self.status = status
            self.channelStatus = channelStatus
        }
    }

    /// Puts the record together.
    public init(
        channelOrder: String, version: Int, shop: ShopID? = nil, creator: CreatorID? = nil, placedAt: Instant,
        deliveredAt: Instant? = nil, rows: [Row]
    ) {
        self.channelOrder = channelOrder
        self.version = version
        self.shop = shop
        self.creator = creator
        self.placedAt = placedAt
        self.deliveredAt = deliveredAt
        self.rows = rows
    }
}
