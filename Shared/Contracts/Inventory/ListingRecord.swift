/// What is offered in a shop.
public struct ListingRecord: Codable, Sendable, Hashable {
    /// Whose listing.
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
    /// What one unit takes.
    public var parts: [ListingMap.Part]

    /// Puts the record together.
    public init(
        tenant: TenantID, shop: ShopID, channelSKU: String, channelProduct: String, sellerSKU: String, title: String,
        isActive: Bool, unmapped: String? = nil, parts: [ListingMap.Part]
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
    }
}
