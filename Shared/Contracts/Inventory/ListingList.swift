/// Request: what is offered where, and what does it take from stock?
public struct ListingList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.listing.list.v1"
    /// Only this shop's.
    public var shop: ShopID?
    /// Only those that no SKU is mapped to.
    public var isUnmapped: Bool?
    /// Only those whose channel SKU or seller SKU begins so.
    public var search: String?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// The listings, by shop, then channel SKU.
        public var listings: [ListingRecord]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(listings: [ListingRecord], next: String? = nil) {
            self.listings = listings
            self.next = next
        }
    }

    /// Puts the record together.
    public init(
        shop: ShopID? = nil, isUnmapped: Bool? = nil, search: String? = nil, cursor: String? = nil, limit: Int? = nil
    ) {
        self.shop = shop
        self.isUnmapped = isUnmapped
        self.search = search
        self.cursor = cursor
        self.limit = limit
    }
}
