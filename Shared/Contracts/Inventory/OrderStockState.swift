/// Where an order of a list stands with stock.
public struct OrderStockState: Codable, Sendable, Hashable {
    /// Our id of the order.
    public var order: OrderID
    /// Where it stands: `reserved`, `waiting`, `released`, `deducted` or `notOurs`.
    public var state: String

    /// Puts the record together.
    public init(order: OrderID, state: String) {
        self.order = order
        self.state = state
    }
}
