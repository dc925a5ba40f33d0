/// A person's command about stock cannot be carried out; its cause is the command.
///
/// Published by Inventory. Consumed by the live view.
public struct StockRefused: Event {
    /// The wire name.
    public static let name: MessageName = "shop.stock.refused.v1"
    /// A constant word to act on, such as `belowReserved`, `unknownPlace`, `undoneAlready`.
    public var reason: String
    /// What is wrong, for the person.
    public var sentence: String
    /// Orders that stand in the way, the last ones first; not all of them if they are many.
    public var orders: [OrderID]

    /// Puts the record together.
    public init(reason: String, sentence: String, orders: [OrderID] = []) {
        self.reason = reason
        self.sentence = sentence
        self.orders = orders
    }
}
