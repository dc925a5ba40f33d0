/// The level of a SKU at a location.
public struct LevelRecord: Codable, Sendable, Hashable {
    /// The tenant whose stock it is.
    public var tenant: TenantID
    /// Our id of the SKU.
    public var sku: SKUID
    /// The tenant's code of the SKU.
    public var code: String
    /// What people call it.
    public var title: String
    /// Our id of the location.
    public var location: LocationID
    /// What people call the location.
    public var locationName: String
    /// Units in the shelf.
    public var onHand: Int
    /// Units that orders have reserved.
    public var reserved: Int
    /// Units set aside by people.
    public var held: Int
    /// Units that are never offered on a channel.
    public var buffer: Int
    /// Units available to sell: on hand less reserved, held and buffer, never below 0 (metric 20).
    public var available: Int
    /// The level is low when so many units are available, or fewer.
    public var threshold: Int
    /// Counts the changes of the level from 1.
    public var version: Int64
    /// The SKU's own buffer; nil: ``buffer`` is the tenant's setting.
    public var ownBuffer: Int?
    /// The SKU's own threshold; nil: ``threshold`` is the tenant's setting.
    public var ownThreshold: Int?

    /// Puts the record together.
    public init(
        tenant: TenantID, sku: SKUID, code: String, title: String, location: LocationID, locationName: String,
        onHand: Int, reserved: Int, held: Int, buffer: Int, available: Int, threshold: Int, version: Int64,
        ownBuffer: Int? = nil, ownThreshold: Int? = nil
    ) {
        self.tenant = tenant
        self.sku = sku
        self.code = code
        self.title = title
        self.location = location
        self.locationName = locationName
        self.onHand = onHand
        self.reserved = reserved
        self.held = held
        self.buffer = buffer
        self.available = available
        self.threshold = threshold
        self.version = version
        self.ownBuffer = ownBuffer
        self.ownThreshold = ownThreshold
    }
}
