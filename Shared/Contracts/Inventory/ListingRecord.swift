/// What is offered in a shop.
public struct ListingRecord: Codable, Sendable, Hashable {
    /// The tenant whose listing it is.
    public var tenant: TenantID
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the SKU.
    public var channelSKU: String
    /// The channel's id of the product.
    public var channelProduct: String
    /// What the seller calls it.
    public var sellerSKU: String
    /// What people call it.
    public var title: String
    /// Whether it is for sale.
    public var isActive: Bool
    /// Why nothing is mapped to it: `blank`, `ambiguous`, `unknown`; nil: it is mapped.
    public var unmapped: String?
    /// What one unit of it takes from stock; nothing while it is not mapped.
    public var parts: [Part]
    /// How many units can be sold (metric 20), by each location where any of it lies. Of several parts as many as there
    /// are of the scarcest; none while nothing is mapped.
    public var available: [Place]?

    /// One part of what a unit takes.
    public struct Part: Codable, Sendable, Hashable {
        /// Our id of the SKU.
        public var sku: SKUID
        /// What the seller calls the SKU.
        public var code: String?
        /// Units of the SKU in one unit of the listing.
        public var units: Int

        /// One part of what a unit takes.
        public init(sku: SKUID, code: String? = nil, units: Int) {
            self.sku = sku
            self.code = code
            self.units = units
        }
    }

    /// What can be sold from one location.
    public struct Place: Codable, Sendable, Hashable {
        /// Our id of the location.
        public var location: LocationID
        /// What people call the location.
        public var locationName: String
        /// Units of the listing that can be sold from there.
        public var available: Int

        /// What can be sold from one location.
        public init(location: LocationID, locationName: String, available: Int) {
            self.location = location
            self.locationName = locationName
            self.available = available
        }
    }

    /// Puts the record together.
    public init(
        tenant: TenantID, shop: ShopID, channelSKU: String, channelProduct: String, sellerSKU: String, title: String,
        isActive: Bool, unmapped: String? = nil, parts: [Part], available: [Place]? = nil
    ) {
        self.tenant = tenant
        self.shop = shop
        self.channelSKU = channelSKU
        self.channelProduct = channelProduct
        self.sellerSKU = sellerSKU
        self.title = title
        self.isActive = isActive
        self.unmapped = unmapped
        self.parts = parts
        self.available = available
    }
}
