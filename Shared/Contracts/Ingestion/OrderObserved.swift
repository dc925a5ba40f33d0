/// An order of a shop that we may only read, or of the past of an account that people are scored by (``HistoryTell``).
/// Nobody ships it, sets stock aside for it or counts it among a brand's own: that is why it has a name of its own.
public struct OrderObserved: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.observed.v1"
    /// The order as it stands.
    public var order: OrderChanged

    /// Puts the record together.
    public init(order: OrderChanged) {
        self.order = order
    }
}
