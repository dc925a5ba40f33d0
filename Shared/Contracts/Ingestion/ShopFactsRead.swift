/// What a channel tells of a shop as a whole. A fact that is nil was not told, which says nothing about the shop.
public struct ShopFactsRead: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.facts.read.v1"
    /// The connected shop.
    public var shop: ShopID
    /// Counts the changes from 1.
    public var version: Int
    /// When these facts were first read as they are.
    public var readAt: Instant
    /// The shop's market, ISO 3166-1 alpha-2, such as `US`.
    public var region: String?
    /// Whether the channel lists it among the seller's active shops.
    public var isActive: Bool?
    /// Whether it sells from another country.
    public var isCrossBorder: Bool?
    /// Who sells.
    public var sellerType: SellerType?
    /// When the shop was opened.
    public var openedAt: Instant?
    /// The time of its oldest statement: it is at least as old as that.
    public var sellingSince: Instant?
    /// Stars that buyers give, in hundredths of a star: 0 to 500.
    public var rating: Int?
    /// How many reviews there are.
    public var reviews: Int?
    /// The channel's own score of the shop, in hundredths of a point: 0 to 500.
    public var performance: Int?
    /// Warnings and points of penalty in the 90 days before `readAt`.
    public var violations: Int?
    /// Products on sale that were first listed in the 90 days before `readAt`.
    public var newProducts: Int?
    /// The share of rated conversations with which buyers were content, in hundredths of a percent: 0 to 10,000.
    public var satisfaction: Int?
    /// The share of conversations that were answered within 24 hours, in hundredths of a percent: 0 to 10,000.
    public var answered: Int?
    /// What the channel itself counts, to be shown beside what we count.
    public var reported: Reported?

    /// Who sells.
    public enum SellerType: String, Codable, Sendable, CaseIterable {
        /// A person.
        case individual
        /// A registered business.
        case business
    }

    /// The channel's own figures of whole days.
    public struct Reported: Codable, Sendable, Hashable {
        /// The first day, in the shop's own zone, such as `2026-01-31`.
        public var from: String
        /// The day after the last.
        public var to: String
        /// The currency of `gmv` and `refunds`.
        public var currency: Currency
        /// Gross merchandise value, in minor units of `currency`.
        public var gmv: Int64
        /// Refunds, in minor units of `currency`; nil where the channel does not tell.
        public var refunds: Int64?
        /// Orders; nil where the channel does not tell.
        public var orders: Int?
        /// Units sold; nil where the channel does not tell.
        public var units: Int?

        /// Puts the record together.
        public init(
            from: String, to: String, currency: Currency, gmv: Int64, refunds: Int64? = nil, orders: Int? = nil,
            units: Int? = nil
        ) {
            self.from = from
            self.to = to
            self.currency = currency
            self.gmv = gmv
            self.refunds = refunds
            self.orders = orders
            self.units = units
        }
    }

    /// Puts the record together.
    public init(
        shop: ShopID, version: Int, readAt: Instant, region: String? = nil, isActive: Bool? = nil,
        isCrossBorder: Bool? = nil, sellerType: SellerType? = nil, openedAt: Instant? = nil,
        sellingSince: Instant? = nil, rating: Int? = nil, reviews: Int? = nil, performance: Int? = nil,
        violations: Int? = nil, newProducts: Int? = nil, satisfaction: Int? = nil, answered: Int? = nil,
        reported: Reported? = nil
    ) {
        self.shop = shop
        self.version = version
        self.readAt = readAt
        self.region = region
        self.isActive = isActive
        self.isCrossBorder = isCrossBorder
        self.sellerType = sellerType
        self.openedAt = openedAt
        self.sellingSince = sellingSince
        self.rating = rating
        self.reviews = reviews
        self.performance = performance
        self.violations = violations
        self.newProducts = newProducts
        self.satisfaction = satisfaction
        self.answered = answered
        self.reported = reported
    }
}
