/// The tenant's buffer or threshold is another one: channels have to be told of every SKU again, and what is low may
/// be others.
///
/// Inventory tells it to itself and goes through the tenant's SKUs in steps of a bounded size.
public struct StockRulesChanged: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.rules_changed.v1"
    /// The last SKU that was gone through, in the order of their ids; nil: none yet.
    public var after: SKUID?

    /// Puts the record together.
    public init(after: SKUID? = nil) {
        self.after = after
    }
}
