/// What an order takes of a SKU.
public struct OrderNeed: Codable, Sendable, Hashable {
    /// Our id of the SKU.
    public var sku: SKUID
    /// The tenant's code of the SKU.
    public var code: String
    /// Where it is taken from.
    public var location: LocationID
    /// Units not handed over and not cancelled.
    public var wanted: Int
    /// Of these, what is set aside.
    public var reserved: Int
    /// Units handed over.
    public var deducted: Int

    /// Puts the record together.
    public init(sku: SKUID, code: String, location: LocationID, wanted: Int, reserved: Int, deducted: Int) {
        self.sku = sku
        self.code = code
        self.location = location
        self.wanted = wanted
        self.reserved = reserved
        self.deducted = deducted
    }
}
