import Contracts
import Foundation

/// What a message tells of an order's sale. Both kinds go to one handler, because they meet on one sheet.
enum Sale: Sendable {
    case order(OrderChanged)
    case returned(ReturnChanged)

    var order: OrderID {
        switch self {
        case .order(let body): body.order
        case .returned(let body): body.order
        }
    }

    var shop: ShopID {
        switch self {
        case .order(let body): body.shop
        case .returned(let body): body.shop
        }
    }

    /// The channel's id of the order.
    var channelOrder: String {
        switch self {
        case .order(let body): body.channelOrder
        case .returned(let body): body.channelOrder
        }
    }

    /// When the order was placed; of a return, when it was asked for: no earlier than that.
    var at: Instant {
        switch self {
        case .order(let body): body.placedAt
        case .returned(let body): body.requestedAt
        }
    }

    /// Whether it is of the time before the person had everything deleted.
    func isForgotten(at time: Instant?) -> Bool {
        guard let time else { return false }
        return at < time
    }
}

extension Sale {
    /// The messages that are sales.
    static let names: [MessageName] = [
        OrderChanged.name, ReturnChanged.name, OrderObserved.name, ReturnObserved.name,
    ]

    /// Reads the body of a message of one of ``names``. Of a shop that we may only read the same is told under another
    /// name.
    static func decode(_ name: MessageName, _ bytes: [UInt8]) throws -> Sale {
        func read<Body: Decodable>(_ type: Body.Type) throws -> Body {
            try JSONDecoder().decode(type, from: Data(bytes))
        }
        return switch name {
        case OrderChanged.name: .order(try read(OrderChanged.self))
        case ReturnChanged.name: .returned(try read(ReturnChanged.self))
        case OrderObserved.name: .order(try read(OrderObserved.self).order)
        default: .returned(try read(ReturnObserved.self).change)
        }
    }
}
