/// Request: what did the channel tell that could not be read? Last seen first.
public struct FaultList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.fault.list.v1"
    /// Only of this shop.
    public var shop: ShopID?
    /// Only of this sort.
    public var subject: FaultRecord.Subject?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// What could not be read, last seen first.
        public var faults: [FaultRecord]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(faults: [FaultRecord], next: String? = nil) {
            self.faults = faults
            self.next = next
        }
    }

    /// Puts the record together.
    public init(
        shop: ShopID? = nil, subject: FaultRecord.Subject? = nil, cursor: String? = nil, limit: Int? = nil
    ) {
        self.shop = shop
        self.subject = subject
        self.cursor = cursor
        self.limit = limit
    }
}
