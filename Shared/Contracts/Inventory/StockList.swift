/// Request: how much is there, SKU by SKU?
public struct StockList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.list.v1"
    /// Only SKUs whose code begins so.
    public var search: String?
    /// Only levels of this location.
    public var location: LocationID?
    /// Only those at or below their threshold.
    public var isLow: Bool?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// The levels, by code, then location.
        public var levels: [LevelRecord]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(levels: [LevelRecord], next: String? = nil) {
            self.levels = levels
            self.next = next
        }
    }

    /// Puts the record together.
    public init(
        search: String? = nil, location: LocationID? = nil, isLow: Bool? = nil, cursor: String? = nil, limit: Int? = nil
    ) {
        self.search = search
        self.location = location
        self.isLow = isLow
        self.cursor = cursor
        self.limit = limit
    }
}
