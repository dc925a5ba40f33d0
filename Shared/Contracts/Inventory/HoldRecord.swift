/// Units set aside by a person.
public struct HoldRecord: Codable, Sendable, Hashable {
    /// Names the hold, for ending it.
    public var hold: HoldID
    /// Our id of the SKU.
    public var sku: SKUID
    /// Our id of the location.
    public var location: LocationID
    /// How many units are set aside; 0 when it has ended.
    public var units: Int
    /// When it ends by itself.
    public var until: Instant?
    /// What the person said.
    public var reason: String
    /// The level as it is now.
    public var level: LevelRecord

    /// Puts the record together.
    public init(
        hold: HoldID, sku: SKUID, location: LocationID, units: Int, until: Instant? = nil, reason: String,
        level: LevelRecord
    ) {
        self.hold = hold
        self.sku = sku
        self.location = location
        self.units = units
        self.until = until
        self.reason = reason
        self.level = level
    }
}
