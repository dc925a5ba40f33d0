/// Request: change what is on hand, because a person says so.
public struct StockAdjust: Request {
    /// The wire name.
    public static let name: MessageName = "shop.stock.adjust.v1"
    /// What was changed.
    public typealias Reply = StockAdjustment
    /// Of which SKU.
    public var sku: SKUID
    /// Where it is counted.
    public var location: LocationID
    /// Added to what is on hand; negative takes away.
    public var units: Int
    /// Why; shown in the history.
    public var reason: String

    /// Puts the record together.
    public init(sku: SKUID, location: LocationID, units: Int, reason: String) {
        self.sku = sku
        self.location = location
        self.units = units
        self.reason = reason
    }
}
