import Contracts
import Messaging

/// What Inventory hears, and who handles it.
enum Subscriptions {
    /// One lane per queue of the topology.
    static func lanes(batch: Int) -> [Lane] {
        [
            Lane("inventory.orders", batch: batch, [.on(OrderChanged.self, OrderChangedHandler())]),
            Lane("inventory.waiting", batch: batch, [.on(StockRisen.self, StockRisenHandler())]),
        ]
    }
}
