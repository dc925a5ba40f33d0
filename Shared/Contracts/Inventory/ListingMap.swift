/// Request: say what one unit of a listing takes from stock; several parts make it a bundle.
public struct ListingMap: Request {
    /// The wire name.
    public static let name: MessageName = "shop.listing.map.v1"
    /// The listing now.
    public typealias Reply = ListingRecord
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the SKU.
    public var channelSKU: String
    /// What one unit of the listing takes.
    public var parts: [Part]

    /// One part of what a listing takes; it names either a SKU or a code.
    public struct Part: Codable, Sendable, Hashable {
        /// Our id of the SKU; nil where `code` names it.
        public var sku: SKUID?
        /// What the seller calls the SKU; one with nothing on hand is made if there is none.
        public var code: String?
        /// Units of the SKU in one unit of the listing, from 1 to 10,000.
        public var units: Int

        /// One part of what a listing takes.
        public init(sku: SKUID? = nil, code: String? = nil, units: Int) {
            self.sku = sku
            self.code = code
            self.units = units
        }
    }

    /// Puts the record together.
    public init(shop: ShopID, channelSKU: String, parts: [Part]) {
        self.shop = shop
        self.channelSKU = channelSKU
        self.parts = parts
    }
}
