/// Request: set units aside, so that no order gets them.
public struct StockHold: Request {
    /// The wire name.
    public static let name: MessageName = "shop.stock.hold.v1"
    /// The hold.
    public typealias Reply = HoldRecord
    /// Of which SKU.
    public var sku: SKUID
    /// Where they are set aside.
    public var location: LocationID
    /// How many are set aside.
    public var units: Int
    /// When it ends by itself; nil: when it is given back.
    public var until: Instant?
    /// Why; shown in the history.
    public var reason: String

    /// Puts the record together.
    public init(sku: SKUID, location: LocationID, units: Int, until: Instant? = nil, reason: String) {
        self.sku = sku
        self.location = location
        self.units = units
        self.until = until
        self.reason = reason
    }
}
