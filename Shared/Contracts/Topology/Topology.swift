/// Every exchange and queue of the platform and who hears what: one value, from which queues are declared, broker
/// definitions are rendered and documents are made.
public enum Topology {
    /// Where a message is published.
    public enum Exchange: String, Sendable, CaseIterable {
        /// Everything that services tell each other; the routing key is the message's name.
        case events = "shop.events"
        /// What comes from outside; the only exchange that outside producers may write.
        case webhooks = "shop.webhooks"
        /// Questions that a caller is waiting for.
        case requests = "shop.requests"
        /// Answers to them; the routing key is the queue of whoever asked. The broker's own exchange without a name
        /// would do as well, but whoever may write there reaches every queue.
        case replies = "shop.replies"
    }

    /// A queue of a service and what reaches it.
    public struct Lane: Sendable, Hashable {
        /// `<service>.<lane>`.
        public let queue: String
        /// Where its messages are published.
        public let exchange: Exchange
        /// Names, or patterns of a topic exchange.
        public let keys: [String]

        init(_ queue: String, _ exchange: Exchange = .events, _ keys: [String]) {
            self.queue = queue
            self.exchange = exchange
            self.keys = keys
        }

        init(_ queue: String, hears messages: [any Message.Type]) {
            self.init(queue, .events, messages.map { $0.name.rawValue })
        }

        init(answeredBy service: String) {
            let own = (Topology.answered[service] ?? []).map { $0.name.rawValue }
            let ofEach = Topology.ofEachService.map { Topology.key($0.name, at: service) }
            self.init("\(service).requests", .requests, own + ofEach)
        }

        /// The queue of what the broker gave up on, `<service>.<lane>.dead`; none for requests: nobody waits any more.
        public var deadLetters: String? { exchange == .requests ? nil : queue + ".dead" }
        /// All keys by which its queue is bound: ``keys``, and where services tell it something, what it alone is told
        /// once more (``address(of:)``).
        public var boundKeys: [String] { exchange == .events ? keys + ["\(Self.alone)\(queue).#"] : keys }

        /// The key under which this queue alone is told a message once more. It ends with the message's name, so that
        /// nobody can tell what is another's.
        public func address(of name: MessageName) -> String { "\(Self.alone)\(queue).\(name)" }

        private static var alone: String { "to." }
        /// The service that consumes it.
        public var service: Substring { queue.prefix { $0 != "." } }
    }

    /// All durable queues. A gateway's queues for replies and live views come and go with it.
    public static let lanes: [Lane] = [
        Lane("accounts.actions", hears: [ActionTaken.self]),
        Lane(answeredBy: "accounts"),
        Lane("ingestion.webhooks", .webhooks, ["gateway.tiktok.#", "in.#"]),
        Lane("ingestion.commands", hears: [ChannelStockSet.self, OrderShip.self, TrackingFix.self, HistoryTell.self]),
        Lane(answeredBy: "ingestion"),
        Lane("inventory.orders", hears: [OrderChanged.self, ReturnChanged.self]),
        Lane(
            "inventory.catalogue",
            hears: [
                ConnectionChanged.self, WarehouseSynced.self, ProductSynced.self, ChannelStockTold.self,
                SettingsChanged.self,
            ]),
        Lane("inventory.waiting", hears: [StockRisen.self]),
        Lane("inventory.pushes", hears: [StockChanged.self, StockRulesChanged.self]),
        Lane(answeredBy: "inventory"),
        Lane(
            "fulfillment.orders",
            hears: [
                OrderChanged.self, RecipientChanged.self, StockReserved.self, StockShort.self, StockReleased.self,
                OrderShipAccepted.self, OrderShipRefused.self, ParcelScanned.self,
            ]),
        Lane(
            "fulfillment.catalogue",
            hears: [ConnectionChanged.self, WarehouseSynced.self, ProductSynced.self, SettingsChanged.self]),
        Lane("fulfillment.webhooks", .webhooks, ["gateway.shippo.#"]),
        Lane(answeredBy: "fulfillment"),
        Lane(
            "analytics.facts",
            hears: [
                OrderChanged.self, ReturnChanged.self, StockShort.self, ShipmentReady.self, LabelBought.self,
                LabelFailed.self, LabelVoided.self, OrderShipAccepted.self, ShipmentTracked.self,
                ShipmentDelivered.self, ConnectionChanged.self, SettingsChanged.self, ExchangeRatesPublished.self,
            ]),
        Lane(answeredBy: "analytics"),
        Lane(
            "credit.facts",
            hears: [
                SubjectChanged.self, ConnectionChanged.self, ReadGrantChanged.self, ShopFactsRead.self,
                ExchangeRatesPublished.self, OrderChanged.self, ReturnChanged.self, OrderObserved.self,
                ReturnObserved.self, SettlementChanged.self, AffiliateOrderChanged.self, HistoryTold.self,
                SettingsChanged.self, AccountRead.self, LenderAdded.self,
            ]),
        Lane(answeredBy: "credit"),
    ]

    /// The services that answer requests.
    public static var answering: [String] {
        lanes.filter { $0.exchange == .requests }.map { String($0.service) }
    }

    /// The queues of one service.
    public static func lanes(of service: String) -> [Lane] {
        lanes.filter { $0.service == service }
    }

    /// The queues that hear an event or a command.
    public static func consumers(of name: MessageName) -> [Lane] {
        lanes.filter { $0.exchange == .events && $0.keys.contains(name.rawValue) }
    }
}
