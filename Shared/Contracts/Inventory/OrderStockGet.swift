/// Request: where does an order stand with stock?
public struct OrderStockGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order_stock.get.v1"
    /// Our id of the order.
    public var order: OrderID

    /// Its state and what moved for it.
    public struct Reply: Codable, Sendable, Hashable {
        /// Our id of the order.
        public var order: OrderID
        /// The order's version that was acted on.
        public var version: Int
        /// Where it stands: `reserved`, `waiting`, `released`, `deducted` or `notOurs`.
        public var state: String
        /// Whether it could not be reserved when it was first seen.
        public var isOversell: Bool
        /// What the order takes, SKU by SKU.
        public var needs: [OrderNeed]
        /// Channel SKUs that no SKU is mapped to.
        public var unmapped: [String]
        /// What moved for it, oldest first; at most 500.
        public var moves: [MoveRecord]

        /// Puts the record together.
        public init(
            order: OrderID, version: Int, state: String, isOversell: Bool, needs: [OrderNeed], unmapped: [String],
            moves: [MoveRecord]
        ) {
            self.order = order
            self.version = version
            self.state = state
            self.isOversell = isOversell
            self.needs = needs
            self.unmapped = unmapped
            self.moves = moves
        }
    }

    /// Puts the record together.
    public init(order: OrderID) {
        self.order = order
    }
}
