/// Who tells what: the counterpart of ``Topology/lanes``, from which the rights to publish are made.
extension Topology {
    /// The events and commands of each service. One that is not listed tells nothing.
    public static let told: [String: [any Message.Type]] = [
        "accounts": [SettingsChanged.self, ExchangeRatesPublished.self, SubjectChanged.self, LenderAdded.self],
        "ingestion": [
            OrderChanged.self, RecipientChanged.self, ReturnChanged.self, ProductSynced.self, WarehouseSynced.self,
            ConnectionChanged.self, ChannelStockTold.self, OrderShipAccepted.self, OrderShipRefused.self,
            ParcelScanned.self, ActionTaken.self, SettlementChanged.self, AffiliateOrderChanged.self,
            ShopFactsRead.self, ReadGrantChanged.self, OrderObserved.self, ReturnObserved.self, HistoryTold.self,
            AccountRead.self,
        ],
        "inventory": [
            StockReserved.self, StockShort.self, StockReleased.self, StockChanged.self, StockLow.self, StockRisen.self,
            StockRulesChanged.self, ListingUnmapped.self, ChannelStockSet.self, ActionTaken.self,
        ],
        "fulfillment": [
            LabelBought.self, LabelFailed.self, LabelVoided.self, ShipmentReady.self, ShipmentTracked.self,
            ShipmentDelivered.self, OrderShip.self, TrackingFix.self, ActionTaken.self,
        ],
        "credit": [HistoryTell.self, ActionTaken.self],
    ]

    /// What gateways tell: webhooks that came to an address of ours, under keys that begin with `gateway.`.
    public static let toldByGateways: [any Message.Type] = [WebhookReceived.self]

    /// What outside producers tell, each under keys that begin with `in.` and its own name (``producer(_:)``).
    public static let toldFromOutside: [any Message.Type] = [WebhookReceived.self, OrderSubmitted.self]

    /// What live views hear of, on queues that come and go with a gateway.
    public static let live: [any Message.Type] = [
        OrderChanged.self, ReturnChanged.self, ConnectionChanged.self, StockChanged.self, StockReserved.self,
        StockShort.self, StockReleased.self, StockLow.self, ListingUnmapped.self, LabelBought.self, LabelFailed.self,
        LabelVoided.self, OrderShipAccepted.self, OrderShipRefused.self, ShipmentTracked.self, ShipmentDelivered.self,
        SettingsChanged.self, ActionTaken.self,
    ]
}
