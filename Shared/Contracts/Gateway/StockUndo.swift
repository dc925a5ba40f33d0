public import Foundation

/// Command: take a manual change of stock back, once.
///
/// Published by the Gateway. Consumed by Inventory, which answers ``StockChanged`` or ``StockRefused``.
public struct StockUndo: Command {
    /// The wire name.
    public static let name: MessageName = "shop.stock.undo.v1"
    /// The change to take back.
    public var move: UUID
    /// The person.
    public var actor: String

    /// Puts the record together.
    public init(move: UUID, actor: String) {
        self.move = move
        self.actor = actor
    }
}
