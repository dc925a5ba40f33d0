/// What is available of a SKU fell to its threshold or below. Once per fall.
public struct StockLow: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.low.v1"
    /// Our id of the SKU.
    public var sku: SKUID
    /// The tenant's code of the SKU.
    public var code: String
    /// Units available to sell over all locations.
    public var available: Int
    /// The number of units that was reached.
    public var threshold: Int
    /// When it fell.
    public var at: Instant

    /// Puts the record together.
    public init(sku: SKUID, code: String, available: Int, threshold: Int, at: Instant) {
        self.sku = sku
        self.code = code
        self.available = available
        self.threshold = threshold
        self.at = at
    }
}
