/// A product of the channel's catalogue with its SKUs and the channel's stock of them.
///
/// Inventory takes listings and the first stock from it, Fulfillment weights and dimensions.
public struct ProductSynced: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.product.synced.v1"
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the product.
    public var channelProduct: String
    /// What people call it.
    public var title: String
    /// Whether it is on sale.
    public var isActive: Bool
    /// When the channel last changed it.
    public var updatedAt: Instant
    /// When its stock was read.
    public var readAt: Instant
    /// Weight of the packed product in grams.
    public var weightGrams: Int?
    /// Length, width, height of the packed product in millimetres.
    public var dimensionsMillimetres: [Int]
    /// All its variants.
    public var skus: [ProductSKU]

    /// Puts the record together.
    public init(
        shop: ShopID, channelProduct: String, title: String, isActive: Bool, updatedAt: Instant, readAt: Instant,
        weightGrams: Int? = nil, dimensionsMillimetres: [Int] = [], skus: [ProductSKU] = []
    ) {
        self.shop = shop
        self.channelProduct = channelProduct
        self.title = title
        self.isActive = isActive
        self.updatedAt = updatedAt
        self.readAt = readAt
        self.weightGrams = weightGrams
        self.dimensionsMillimetres = dimensionsMillimetres
        self.skus = skus
    }
}
