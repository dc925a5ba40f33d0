import Contracts

/// An order across the services: what each of them knows of it, and one timeline of all.
struct OrderDetail: Codable, Sendable {
    /// What the channel says; nil while Ingestion does not answer.
    let order: OrderGet.Reply?
    /// Where it stands with stock; nil while Inventory does not answer, or has not heard of it yet.
    let stock: OrderStockGet.Reply?
    /// Its parcels with their logs.
    let shipments: [ShipmentGet.Reply]
    /// What happened, oldest first.
    let timeline: [TimelineEntry]
    /// The services that did not answer, so that what they know is not here.
    let missing: [String]

    init(
        order: OrderGet.Reply?, stock: OrderStockGet.Reply?, shipments: [ShipmentGet.Reply], missing: [String]
    ) {
        self.order = order
        self.stock = stock
        self.shipments = shipments
        self.missing = missing
        let entries =
            (order?.events.map(TimelineEntry.init) ?? []) + Self.entries(stock)
            + shipments.flatMap { $0.events.map(TimelineEntry.init) }
        timeline = entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    private static func entries(_ stock: OrderStockGet.Reply?) -> [TimelineEntry] {
        guard let stock else { return [] }
        let codes = Dictionary(stock.needs.map { ($0.sku, $0.code) }) { first, _ in first }
        return stock.moves.map { TimelineEntry($0, of: codes[$0.sku]) }
    }
}

/// One thing that happened to an order.
struct TimelineEntry: Codable, Sendable, Hashable {
    /// When, by the clock of whoever tells it.
    let at: Instant
    /// Who tells it: `ingestion`, `inventory` or `fulfillment`.
    let service: String
    /// A constant word for what happened.
    let kind: String
    /// What happened, in a sentence for people.
    let sentence: String

    init(_ event: OrderEvent) {
        at = event.at
        service = "ingestion"
        kind = event.status.rawValue
        sentence =
            event.previousStatus.map { "\(Self.words($0.rawValue)) → \(Self.words(event.status.rawValue))" }
            ?? "first seen by \(event.source)"
    }

    /// - Parameter code: what people call the SKU; nil when the order does not need it any more.
    init(_ move: MoveRecord, of code: String?) {
        at = move.at
        service = "inventory"
        kind = move.kind
        let figures = [("on hand", move.onHand), ("reserved", move.reserved), ("held", move.held)]
        let change = figures.filter { $0.1 != 0 }.map { "\($0.0) \($0.1 > 0 ? "+" : "")\($0.1)" }
        sentence = (code.map { "\($0): " } ?? "") + change.joined(separator: ", ")
    }

    init(_ event: ShipmentEvent) {
        at = event.at
        service = "fulfillment"
        kind = event.kind
        sentence = event.sentence
    }

    /// `awaitingShipment` becomes "awaiting shipment".
    private static func words(_ name: String) -> String {
        name.map { $0.isUppercase ? " \($0.lowercased())" : String($0) }.joined()
    }
}

/// How far an order of a list is with stock and parcels.
struct OrderProgress: Codable, Sendable, Hashable {
    /// Our id of the order.
    let order: OrderID
    /// `reserved`, `waiting`, `released`, `deducted` or `notOurs`; nil: not known.
    let stock: String?
    /// Its newest parcel; nil: none, or not known.
    let shipment: ShipmentRecord?
}

/// A page of orders.
struct OrderPage: Codable, Sendable {
    /// The orders, newest first.
    let orders: [OrderSummary]
    /// Where the next page begins; nil at the end.
    let next: String?
    /// With `progress=true`: how far each of them is.
    let progress: [OrderProgress]?
    /// The services that did not answer.
    let missing: [String]?
}
