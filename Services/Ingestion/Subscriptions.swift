import Contracts
import Messaging

/// What Ingestion hears, and who decides about it.
enum Subscriptions {
    /// The lanes of the service.
    static func lanes(_ handlers: Handlers, batch: Int) -> [Lane] {
        [
            Lane(
                "ingestion.webhooks", batch: batch, largestBody: Entrance.mostBytes, door: Entrance.door,
                needsTenant: false, tenantOfUser: ProducerStore.onlyTenant,
                [
                    .on([WebhookReceived.name], handlers.webhookReceived, decode: WebhookReceivedHandler.Body.decode),
                    .on([OrderSubmitted.name], handlers.orderSubmitted) { bytes, metadata in
                        try Entrance.decode(bytes, metadata, as: OrderSubmitted.self)
                    },
                ]),
            Lane(
                "ingestion.commands", batch: batch,
                [
                    .on(ChannelStockSet.self, handlers.channelStockSet),
                    .on(OrderShip.self, handlers.orderShip),
                    .on(TrackingFix.self, handlers.trackingFix),
                    .on(HistoryTell.self, handlers.historyTell),
                ]),
        ]
    }

    /// One handler per message.
    struct Handlers {
        let webhookReceived: WebhookReceivedHandler
        let orderSubmitted: OrderSubmittedHandler
        let channelStockSet: ChannelStockSetHandler
        let orderShip: OrderShipHandler
        let trackingFix: TrackingFixHandler
        let historyTell: HistoryTellHandler
    }

    /// What it answers.
    static func requests(_ connect: Connect, _ queue: WorkQueue) -> [RequestSubscription] {
        [
            .answer(OrderList.self, OrderListHandler()),
            .answer(OrderGet.self, OrderGetHandler()),
            .answer(OrderCancel.self, OrderCancelHandler(queue: queue)),
            .answer(ReturnList.self, ReturnListHandler()),
            .answer(ConnectionList.self, ConnectionListHandler()),
            .answer(ConnectionBegin.self, ConnectionBeginHandler(connect: connect)),
            .answer(ConnectionFinish.self, ConnectionFinishHandler(connect: connect)),
            .answer(ConnectionEnd.self, ConnectionEndHandler(queue: queue)),
            .answer(ChannelLabelGet.self, ChannelLabelGetHandler()),
            .answer(OrderResend.self, OrderResendHandler(orders: connect.desk.orders)),
            .answer(FaultList.self, FaultListHandler()),
            .answer(ConnectionSet.self, ConnectionSetHandler()),
            .answer(ReadGrantList.self, ReadGrantListHandler()),
            .answer(ReadGrantEnd.self, ReadGrantEndHandler(queue: queue)),
        ]
    }

    /// Everything that takes time or calls the channel.
    static func work(_ desk: ChannelDesk) -> [any WorkKind] {
        [
            FetchOrders(desk: desk), PollOrders(desk: desk), BackfillOrders(desk: desk), SyncReturns(desk: desk),
            SyncCatalogue(desk: desk), SyncProduct(desk: desk), SyncWarehouses(desk: desk), SetStock(desk: desk),
            ShipOrder(desk: desk), FixTracking(desk: desk), CancelOrders(desk: desk), EndShop(desk: desk),
            FinishConnection(desk: desk), RefreshToken(desk: desk), CheckAccount(desk: desk),
            SubscribeWebhooks(desk: desk), FollowParcels(desk: desk), SyncStatements(desk: desk),
            ReadStatement(desk: desk), SyncPayments(desk: desk), SyncAffiliateOrders(desk: desk),
            ReviewAffiliateOrders(desk: desk), SyncShopFacts(desk: desk), TellHistory(desk: desk),
            TellReadings(), KeepHouse(database: desk.database),
        ]
    }
}
