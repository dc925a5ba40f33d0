/// Something was sold or listed that no SKU of the tenant's is mapped to: a person must say what it is.
public struct ListingUnmapped: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.listing.unmapped.v1"
    /// Our id of the connected shop.
    public var shop: ShopID
    /// The channel's id of the SKU.
    public var channelSKU: String
    /// What the seller calls it.
    public var sellerSKU: String
    /// A constant word: `blank`, `ambiguous`, `unknown`.
    public var reason: String

    /// Puts the record together.
    public init(shop: ShopID, channelSKU: String, sellerSKU: String, reason: String) {
        self.shop = shop
        self.channelSKU = channelSKU
        self.sellerSKU = sellerSKU
        self.reason = reason
    }
}
