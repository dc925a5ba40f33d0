public import Foundation

/// Request: change what is on hand, because a person says so.
///
/// Asked by the Gateway. Answered by Inventory.
public struct StockAdjust: Request {
    /// The wire name.
    public static let name: MessageName = "shop.stock.adjust.v1"
    /// What was changed.
    public typealias Reply = StockAdjustment
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
