/// Request: what moved the stock of a SKU, newest first?
public struct StockHistory: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.history.v1"
    /// Of which SKU.
    public var sku: SKUID
    /// Only moves of this location.
    public var location: LocationID?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// What moved it, newest first.
        public var moves: [MoveRecord]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(moves: [MoveRecord], next: String? = nil) {
            self.moves = moves
            self.next = next
        }
    }

    /// Puts the record together.
    public init(sku: SKUID, location: LocationID? = nil, cursor: String? = nil, limit: Int? = nil) {
        self.sku = sku
        self.location = location
        self.cursor = cursor
        self.limit = limit
    }
}
