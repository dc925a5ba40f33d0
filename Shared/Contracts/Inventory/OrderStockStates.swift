/// Request: where do the orders of a page stand with stock?
public struct OrderStockStates: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order_stock.states.v1"
    /// Our ids of the orders; at most 200.
    public var orders: [OrderID]

    /// Where they stand.
    public struct Reply: Codable, Sendable, Hashable {
        /// The states of those that are known; of the others nothing was decided yet.
        public var states: [OrderStockState]

        /// Puts the record together.
        public init(states: [OrderStockState]) {
            self.states = states
        }
    }

    /// Puts the record together.
    public init(orders: [OrderID]) {
        self.orders = orders
    }
}
