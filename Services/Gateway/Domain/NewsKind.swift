import Contracts

/// What the page and other live views hear: that something of a kind changed, and never what. They read it again.
enum NewsKind: String, Codable, Sendable, CaseIterable {
    case order, stock, shipment, `return`, connection, listing, settings, action

    /// What a key must be able to read for its views to hear of the kind: who hears how often orders change knows how
    /// much a brand sells.
    var scope: AccessScope {
        switch self {
        case .order: .ordersRead
        case .stock, .listing: .stockRead
        case .shipment: .shipmentsRead
        case .return: .returnsRead
        case .connection: .connectionsRead
        case .settings: .settingsRead
        case .action: .actionsRead
        }
    }

    /// The kinds that views of a key with these scopes hear of.
    static func heard(with scopes: Set<AccessScope>) -> Set<NewsKind> {
        Set(allCases.filter { scopes.contains($0.scope) })
    }

    /// The messages that live views hear of, and as what.
    static let messages: [MessageName: NewsKind] = [
        OrderChanged.name: .order, ReturnChanged.name: .return, ConnectionChanged.name: .connection,
        StockChanged.name: .stock, StockReserved.name: .stock, StockShort.name: .stock, StockReleased.name: .stock,
        StockLow.name: .stock, ListingUnmapped.name: .listing,
        LabelBought.name: .shipment, LabelFailed.name: .shipment, LabelVoided.name: .shipment,
        OrderShipAccepted.name: .shipment, OrderShipRefused.name: .shipment, ShipmentTracked.name: .shipment,
        ShipmentDelivered.name: .shipment, SettingsChanged.name: .settings, ActionTaken.name: .action,
    ]
}

/// What has changed since a live view was last told.
struct News: Sendable, Hashable {
    /// How many messages, by kind.
    private(set) var counts: [NewsKind: Int] = [:]
    /// Whether some may have been missed, so that everything must be read again.
    private(set) var isGap = false

    /// Nothing.
    var isEmpty: Bool { counts.isEmpty && !isGap }

    mutating func add(_ kind: NewsKind) { counts[kind, default: 0] += 1 }
    mutating func noteGap() { isGap = true }

    /// As a server-sent event (HTML Living Standard §9.2.5).
    var event: String {
        let fields = counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\"\($0.key.rawValue)\":\($0.value)" }
        return "event: \(isGap ? "gap" : "change")\ndata: {\(fields.joined(separator: ","))}\n\n"
    }
}
