import Contracts
import Foundation

/// What a message tells of an order. All kinds go to one handler, because they meet on one sheet.
enum Fact: Sendable {
    case order(OrderChanged)
    case returned(ReturnChanged)
    case short(StockShort)
    case ready(ShipmentReady)
    case labelBought(LabelBought)
    case labelFailed(LabelFailed)
    case labelVoided(LabelVoided)
    case shipAccepted(OrderShipAccepted)
    case tracked(ShipmentTracked)
    case delivered(ShipmentDelivered)

    /// The order that it is about.
    var order: OrderID {
        switch self {
        case .order(let body): body.order
        case .returned(let body): body.order
        case .short(let body): body.order
        case .ready(let body): body.order
        case .labelBought(let body): body.order
        case .labelFailed(let body): body.order
        case .labelVoided(let body): body.order
        case .shipAccepted(let body): body.order
        case .tracked(let body): body.order
        case .delivered(let body): body.order
        }
    }

    /// The currency of its amounts, if it has any.
    var currency: Currency? {
        switch self {
        case .order(let body): body.currency
        case .returned(let body): body.currency
        case .labelBought(let body): body.cost.currency
        case .labelVoided(let body): body.cost?.currency
        default: nil
        }
    }
}

extension Fact {
    /// The messages that are facts.
    static let names: [MessageName] = [
        OrderChanged.name, ReturnChanged.name, StockShort.name, ShipmentReady.name, LabelBought.name, LabelFailed.name,
        LabelVoided.name, OrderShipAccepted.name, ShipmentTracked.name, ShipmentDelivered.name,
    ]

    /// Reads the body of a message of one of ``names``.
    static func decode(_ name: MessageName, _ bytes: [UInt8]) throws -> Fact {
        func read<Body: Decodable>(_ type: Body.Type) throws -> Body {
            try JSONDecoder().decode(type, from: Data(bytes))
        }
        return switch name {
        case OrderChanged.name: .order(try read(OrderChanged.self))
        case ReturnChanged.name: .returned(try read(ReturnChanged.self))
        case StockShort.name: .short(try read(StockShort.self))
        case ShipmentReady.name: .ready(try read(ShipmentReady.self))
        case LabelBought.name: .labelBought(try read(LabelBought.self))
        case LabelFailed.name: .labelFailed(try read(LabelFailed.self))
        case LabelVoided.name: .labelVoided(try read(LabelVoided.self))
        case OrderShipAccepted.name: .shipAccepted(try read(OrderShipAccepted.self))
        case ShipmentTracked.name: .tracked(try read(ShipmentTracked.self))
        default: .delivered(try read(ShipmentDelivered.self))
        }
    }
}
