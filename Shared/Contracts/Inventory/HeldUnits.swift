/// A hold in a list of holds.
public struct HeldUnits: Codable, Sendable, Hashable {
    /// The tenant whose stock it is.
    public var tenant: TenantID
    /// Names the hold, for ending it.
    public var hold: HoldID
    /// Our id of the SKU.
    public var sku: SKUID
    /// The tenant's code of the SKU.
    public var code: String
    /// Our id of the location.
    public var location: LocationID
    /// How many units are set aside.
    public var units: Int
    /// When it ends by itself; nil: when it is given back.
    public var until: Instant?
    /// Who set them aside.
    public var actor: String
    /// Why they were set aside, in the person's words.
    public var reason: String

    /// Puts the record together.
    public init(
        tenant: TenantID, hold: HoldID, sku: SKUID, code: String, location: LocationID, units: Int, until: Instant?,
        actor: String, reason: String
    ) {
        self.tenant = tenant
        self.hold = hold
        self.sku = sku
        self.code = code
        self.location = location
        self.units = units
        self.until = until
        self.actor = actor
        self.reason = reason
    }
}
