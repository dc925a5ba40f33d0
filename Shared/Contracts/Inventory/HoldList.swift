/// Request: which units have people set aside?
public struct HoldList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.hold_list.v1"
    /// Only of this SKU.
    public var sku: SKUID?
    /// Only holds that lie there.
    public var location: LocationID?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// Holds that have not ended, newest first.
        public var holds: [HeldUnits]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(holds: [HeldUnits], next: String? = nil) {
            self.holds = holds
            self.next = next
        }
    }

    /// Puts the record together.
    public init(sku: SKUID? = nil, location: LocationID? = nil, cursor: String? = nil, limit: Int? = nil) {
        self.sku = sku
        self.location = location
        self.cursor = cursor
        self.limit = limit
    }
}
