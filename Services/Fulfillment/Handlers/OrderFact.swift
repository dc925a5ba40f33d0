import Contracts
import Foundation
import Messaging

/// What reaches the lane of orders. One handler hears all of it, so that facts about one parcel that come in one batch
/// see each other.
enum OrderFact: Sendable {
    case order(OrderChanged)
    case recipient(RecipientChanged)
    case reserved(StockReserved)
    case short(StockShort)
    case released(StockReleased)
    case accepted(OrderShipAccepted)
    case refused(OrderShipRefused)
    case scanned(ParcelScanned)

    /// The messages that are facts.
    static let names = [
        OrderChanged.name, RecipientChanged.name, StockReserved.name, StockShort.name, StockReleased.name,
        OrderShipAccepted.name, OrderShipRefused.name, ParcelScanned.name,
    ]

    /// Reads a body by the name of its message.
    @Sendable static func decode(_ bytes: [UInt8], _ metadata: Metadata) throws -> OrderFact {
        let (decoder, data) = (JSONDecoder(), Data(bytes))
        return switch metadata.name {
        case OrderChanged.name: .order(try decoder.decode(OrderChanged.self, from: data))
        case RecipientChanged.name: .recipient(try decoder.decode(RecipientChanged.self, from: data))
        case StockReserved.name: .reserved(try decoder.decode(StockReserved.self, from: data))
        case StockShort.name: .short(try decoder.decode(StockShort.self, from: data))
        case StockReleased.name: .released(try decoder.decode(StockReleased.self, from: data))
        case OrderShipAccepted.name: .accepted(try decoder.decode(OrderShipAccepted.self, from: data))
        case ParcelScanned.name: .scanned(try decoder.decode(ParcelScanned.self, from: data))
        default: .refused(try decoder.decode(OrderShipRefused.self, from: data))
        }
    }

    /// The order that it is about.
    var order: OrderID {
        switch self {
        case .order(let order): order.order
        case .recipient(let recipient): recipient.order
        case .reserved(let stock): stock.order
        case .short(let stock): stock.order
        case .released(let stock): stock.order
        case .accepted(let answer): answer.order
        case .refused(let answer): answer.order
        case .scanned(let parcel): parcel.order
        }
    }

    /// The parcel that an answer names; it must be the order's.
    var shipment: ShipmentID? {
        switch self {
        case .accepted(let answer): answer.shipment
        case .refused(let answer): answer.shipment
        default: nil
        }
    }
}

extension Handling {
    /// Takes over a fact, whatever it is.
    mutating func take(_ fact: OrderFact) {
        switch fact {
        case .order(let order): take(order)
        case .recipient(let recipient): take(recipient)
        case .reserved(let stock): take(stock)
        case .short(let stock): take(stock)
        case .released(let stock): take(stock)
        case .accepted(let answer): take(answer)
        case .refused(let answer): take(answer)
        case .scanned(let parcel): take(parcel)
        }
    }
}
