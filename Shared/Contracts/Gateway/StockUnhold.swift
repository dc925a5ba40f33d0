public import Foundation

/// Command: give back units that were set aside. Nothing happens when the hold has ended.
///
/// Published by the Gateway, and by Inventory itself when a hold expires. Consumed by Inventory.
public struct StockUnhold: Command {
    /// The wire name.
    public static let name: MessageName = "shop.stock.unhold.v1"
    /// The hold to end.
    public var hold: UUID
    /// The person; nil: it has expired.
    public var actor: String?

    /// Puts the record together.
    public init(hold: UUID, actor: String? = nil) {
        self.hold = hold
        self.actor = actor
    }
}
