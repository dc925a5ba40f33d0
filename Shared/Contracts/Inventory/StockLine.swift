/// Units of one of the tenant's SKUs at one location.
public struct StockLine: Codable, Sendable, Hashable {
    /// Our id of the SKU.
    public var sku: SKUID
    /// The tenant's code of the SKU.
    public var code: String
    /// Our id of the location.
    public var location: LocationID
    /// How many units of it.
    public var units: Int

    /// Puts the record together.
    public init(sku: SKUID, code: String, location: LocationID, units: Int = 0) {
        self.sku = sku
        self.code = code
        self.location = location
        self.units = units
    }
}
