/// Where an order stands.
enum OrderStatus: String, CaseIterable, Sendable {
    case unpaid = "UNPAID"
    case onHold = "ON_HOLD"
    case awaitingShipment = "AWAITING_SHIPMENT"
    case partiallyShipping = "PARTIALLY_SHIPPING"
    case awaitingCollection = "AWAITING_COLLECTION"
    case inTransit = "IN_TRANSIT"
    case delivered = "DELIVERED"
    case completed = "COMPLETED"
    case cancelled = "CANCELLED"

    /// The word of the webhook: `CANCEL` there, `CANCELLED` in the API. A partial shipment is not announced.
    var webhookName: String? {
        switch self {
        case .cancelled: "CANCEL"
        case .partiallyShipping: nil
        default: rawValue
        }
    }
}

/// Where one unit stands. Only units that are paid for have a life of their own; before that the order's status counts.
enum LineStatus: Int, Comparable, Sendable {
    case awaitingShipment, awaitingCollection, inTransit, delivered, completed, cancelled

    static func < (left: LineStatus, right: LineStatus) -> Bool {
        left.rawValue < right.rawValue
    }

    var order: OrderStatus {
        switch self {
        case .awaitingShipment: .awaitingShipment
        case .awaitingCollection: .awaitingCollection
        case .inTransit: .inTransit
        case .delivered: .delivered
        case .completed: .completed
        case .cancelled: .cancelled
        }
    }
}

extension OrderStatus {
    /// The status of an order by its lines: the slowest line that is not cancelled decides; some shipped and some not
    /// is PARTIALLY_SHIPPING; CANCELLED only when every line is.
    static func rollUp(_ lines: [LineStatus]) -> OrderStatus {
        let live = lines.filter { $0 != .cancelled }
        guard let slowest = live.min(), let fastest = live.max() else { return .cancelled }
        return slowest == .awaitingShipment && fastest > slowest ? .partiallyShipping : slowest.order
    }
}
