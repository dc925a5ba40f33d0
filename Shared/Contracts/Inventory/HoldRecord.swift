/// Units set aside by a person.
public struct HoldRecord: Codable, Sendable, Hashable {
    /// Names the hold.
    public var hold: HoldID
    /// Of which SKU.
    public var sku: SKUID
    /// Where.
    public var location: LocationID
    /// How many; 0 when it has ended.
    public var units: Int
    /// When it ends by itself.
    public var until: Instant?
    /// What the person said.
    public var reason: String
    /// The level now.
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
