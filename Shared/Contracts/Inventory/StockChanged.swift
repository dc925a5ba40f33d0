/// The level of a SKU at a location after a transaction that moved it.
///
/// Published by Inventory. Consumed by Analytics and the live view.
public struct StockChanged: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.changed.v1"
    /// Our id of the SKU.
    public var sku: SKUID
    /// The tenant's code of the SKU.
    public var code: String
    /// Our id of the location.
    public var location: LocationID
    /// Counts the changes of the level from 1.
    public var version: Int64
    /// Units in the shelf.
    public var onHand: Int
    /// Units of orders.
    public var reserved: Int
    /// Units set aside by people.
    public var held: Int
    /// Units never offered.
    public var buffer: Int
    /// Available to sell (metric 20).
    public var available: Int
    /// When it was committed.
    public var at: Instant

    /// Puts the record together.
    public init(
        sku: SKUID, code: String, location: LocationID, version: Int64, onHand: Int, reserved: Int, held: Int,
        buffer: Int, available: Int, at: Instant
    ) {
        self.sku = sku
        self.code = code
        self.location = location
        self.version = version
        self.onHand = onHand
        self.reserved = reserved
        self.held = held
        self.buffer = buffer
        self.available = available
        self.at = at
    }
}
