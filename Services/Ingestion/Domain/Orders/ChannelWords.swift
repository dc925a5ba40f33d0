import Contracts
import TikTokShop

/// What the channel's words mean in ours. A word that we do not know is kept as it is beside `.other`.
enum ChannelWords {
    /// The status of an order. `CANCEL` of the webhooks arrives here as `CANCELLED`.
    static func status(_ word: TikTokShop.OrderStatus) -> Contracts.OrderStatus {
        switch word {
        case .unpaid: .unpaid
        case .onHold: .onHold
        case .awaitingShipment: .awaitingShipment
        case .partiallyShipping: .partiallyShipping
        case .awaitingCollection: .awaitingCollection
        case .inTransit: .inTransit
        case .delivered: .delivered
        case .completed: .completed
        case .cancelled: .cancelled
        default: .other
        }
    }

    /// Who buys the label.
    static func shipping(_ word: TikTokShop.ShippingType?) -> Contracts.ShippingType {
        switch word {
        case .tiktok: .channel
        case .seller: .seller
        case .digital: .digital
        default: .other
        }
    }

    /// Where one unit is, by its line's status; a line that says nothing we know is where its order is.
    ///
    /// - Parameter hasLeft: The carrier has taken it. Then a cancel of its order does not bring it back.
    static func place(
        _ word: TikTokShop.OrderStatus?, of order: Contracts.OrderStatus, hasLeft: Bool
    ) -> UnitPlace {
        if order == .cancelled { return hasLeft ? .handedOver : .cancelled }
        let line = word.map(status) ?? .other
        return UnitPlace(line == .other ? order : line)
    }

    /// Whether a reason of a cancel says that nothing was there. Reasons are keys, such as
    /// `seller_cancel_reason_out_of_stock`, or sentences of the seller's page, such as `Out of stock`.
    static func isOutOfStock(_ reason: String?) -> Bool {
        reason?.lowercased().replacing(" ", with: "_").contains("out_of_stock") ?? false
    }
}

/// Where a unit of an order is; each is in exactly one place.
enum UnitPlace: Hashable, Sendable {
    case open, shipConfirmed, handedOver, cancelled

    init(_ status: Contracts.OrderStatus) {
        switch status {
        case .awaitingCollection: self = .shipConfirmed
        case .inTransit, .delivered, .completed: self = .handedOver
        case .cancelled: self = .cancelled
        // Of a partly shipped order only its lines know what has left.
        case .unpaid, .onHold, .awaitingShipment, .partiallyShipping, .other: self = .open
        }
    }
}

extension OrderLine.Units {
    /// Counts one more unit.
    mutating func add(_ place: UnitPlace) {
        switch place {
        case .open: open += 1
        case .shipConfirmed: shipConfirmed += 1
        case .handedOver: handedOver += 1
        case .cancelled: cancelled += 1
        }
    }
}
