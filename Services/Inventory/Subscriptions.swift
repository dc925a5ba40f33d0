import Contracts
import Messaging

/// What Inventory hears and answers, and who handles it.
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
            Lane("inventory.waiting", batch: batch, [.on(StockRisen.self, StockRisenHandler())]),
            Lane(
                "inventory.pushes", batch: batch,
                [
                    .on(StockChanged.self, StockChangedHandler()),
                    .on(StockRulesChanged.self, StockRulesChangedHandler()),
                ]),
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

    /// What it answers. Requests lock in the same order as lanes do.
    static func requests() -> [RequestSubscription] {
        [
            .answer(StockList.self, StockListHandler()),
            .answer(StockHistory.self, StockHistoryHandler()),
            .answer(ListingList.self, ListingListHandler()),
            .answer(OrderStockGet.self, OrderStockGetHandler()),
            .answer(OrderStockStates.self, OrderStockStatesHandler()),
            .answer(HoldList.self, HoldListHandler()),
            .answer(WaitingList.self, WaitingListHandler()),
            .answer(ReturnInspect.self, ReturnInspectHandler()),
            .answer(ListingMap.self, ListingMapHandler()),
            .answer(StockAdjust.self, StockAdjustHandler()),
            .answer(StockUndo.self, StockUndoHandler()),
            .answer(StockHold.self, StockHoldHandler()),
            .answer(StockUnhold.self, StockUnholdHandler()),
            .answer(StockSettingsPut.self, StockSettingsPutHandler()),
            .answer(StockResend.self, StockResendHandler()),
            .answer(StockReopen.self, StockReopenHandler()),
            .answer(LevelRepair.self, LevelRepairHandler()),
        ]
    }

    /// What it does in its own time.
    static func work() -> [any WorkKind] {
        [ExpireHold(), PushAgain()]
    }
}
