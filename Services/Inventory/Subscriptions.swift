import Contracts
import Messaging

/// What Inventory hears, and who handles it.
enum Subscriptions {
    /// One lane per queue of the topology; within a lane in the order in which rows are locked.
    static func lanes(batch: Int) -> [Lane] {
        [
            Lane(
                "inventory.orders", batch: batch,
                [
                    .on(ReturnChanged.self, ReturnChangedHandler()),
                    .on(OrderChanged.self, OrderChangedHandler()),
                ]),
            // One by one: two people's wishes about one level must see each other.
            Lane(
                "inventory.commands", batch: 1,
                [
                    .on(ListingMap.self, ListingMapHandler()),
                    .on(ReturnInspect.self, ReturnInspectHandler()),
                    .on(StockAdjust.self, StockAdjustHandler()),
                    .on(StockUndo.self, StockUndoHandler()),
                    .on(StockHold.self, StockHoldHandler()),
                    .on(StockUnhold.self, StockUnholdHandler()),
                ]),
            Lane("inventory.waiting", batch: batch, [.on(StockRisen.self, StockRisenHandler())]),
            Lane("inventory.pushes", batch: batch, [.on(StockChanged.self, StockChangedHandler())]),
            Lane(
                "inventory.catalogue", batch: batch,
                [
                    .on(ConnectionChanged.self, ConnectionChangedHandler()),
                    .on(SettingsChanged.self, SettingsChangedHandler()),
                    .on(WarehouseSynced.self, WarehouseSyncedHandler()),
                    .on(ProductSynced.self, ProductSyncedHandler()),
                    .on(ChannelStockTold.self, ChannelStockToldHandler()),
                ]),
        ]
    }
}
