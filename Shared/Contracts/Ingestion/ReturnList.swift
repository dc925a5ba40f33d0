/// Request: which cancellations and returns are there, last changed first?
public struct ReturnList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.return.list.v1"
    /// Only this shop's.
    public var shop: ShopID?
    /// Only of this kind.
    public var kind: ReturnChanged.Kind?
    /// Only those that stand there.
    public var status: ReturnChanged.Status?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// Cancellations and returns, last changed first.
        public var returns: [ReturnChanged]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(returns: [ReturnChanged], next: String? = nil) {
            self.returns = returns
            self.next = next
        }
    }

    /// Puts the record together.
    public init(
        shop: ShopID? = nil, kind: ReturnChanged.Kind? = nil, status: ReturnChanged.Status? = nil,
        cursor: String? = nil, limit: Int? = nil
    ) {
        self.shop = shop
        self.kind = kind
        self.status = status
        self.cursor = cursor
        self.limit = limit
    }
}
