public import Foundation

/// Command: change what is on hand, because a person says so.
///
/// Published by the Gateway. Consumed by Inventory, which answers ``StockChanged`` or ``StockRefused``.
public struct StockAdjust: Command {
    /// The wire name.
    public static let name: MessageName = "shop.stock.adjust.v1"
    /// Names the change, so that it can be taken back; a version 7 UUID of the caller's.
    public var move: UUID
    /// Of which SKU.
    public var sku: SKUID
    /// Where.
    public var location: LocationID
    /// Added to what is on hand; negative takes away.
    public var units: Int
    /// Why; shown in the history.
    public var reason: String
    /// The person.
    public var actor: String

    /// Puts the record together.
    public init(move: UUID, sku: SKUID, location: LocationID, units: Int, reason: String, actor: String) {
        self.move = move
        self.sku = sku
        self.location = location
        self.units = units
        self.reason = reason
        self.actor = actor
    }
}
