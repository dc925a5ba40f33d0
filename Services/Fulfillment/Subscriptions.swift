import Contracts
import Messaging

/// What Fulfillment hears, answers and works on, and who does it.
enum Subscriptions {
    /// What it hears.
    static func lanes(_ handlers: Handlers, batch: Int) -> [Lane] {
        [
            Lane(
                "fulfillment.orders", batch: batch,
                [.on(OrderFact.names, handlers.facts, decode: OrderFact.decode)]),
            Lane(
                "fulfillment.catalogue", batch: batch,
                [
                    .on(ConnectionChanged.self, ConnectionChangedHandler(queue: handlers.queue)),
                    .on(SettingsChanged.self, SettingsChangedHandler(queue: handlers.queue)),
                    .on(WarehouseSynced.self, WarehouseSyncedHandler(queue: handlers.queue)),
                    .on(ProductSynced.self, ProductSyncedHandler(queue: handlers.queue)),
                ]),
            // The tenant is found by the parcel's number.
            Lane(
                "fulfillment.webhooks", batch: batch, needsTenant: false,
                [.on(WebhookReceived.self, WebhookReceivedHandler(queue: handlers.queue))]),
        ]
    }

    /// What it answers.
    static func requests(_ counter: Counter) -> [RequestSubscription] {
        [
            .answer(ShipmentList.self, ShipmentListHandler()),
            .answer(ShipmentNewest.self, ShipmentNewestHandler()),
            .answer(ShipmentGet.self, ShipmentGetHandler()),
            .answer(OrderShipmentsGet.self, OrderShipmentsGetHandler()),
            .answer(LabelGet.self, LabelGetHandler()),
            .answer(ShipmentAct.self, ShipmentActHandler(counter: counter)),
            .answer(ShipmentTrackingFix.self, ShipmentTrackingFixHandler(counter: counter)),
        ]
    }

    /// Everything that takes time or calls the carrier partner.
    static func work(_ office: Office) -> [any WorkKind] {
        [
            BuyLabel(office: office), ResolvePurchases(office: office), FetchLabel(office: office),
            RefundLabel(office: office), PollTracks(office: office), ReviewShipments(office: office),
            ReconcileLabels(office: office), KeepHouse(database: office.database),
        ]
    }

    /// What the lanes share.
    struct Handlers {
        let facts: OrderFactHandler
        let queue: WorkQueue
    }
}
