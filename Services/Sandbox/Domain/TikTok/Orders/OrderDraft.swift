/// What somebody wants to buy.
struct OrderDraft: Sendable {
    struct Item: Sendable {
        let skuID: String
        let units: Int
        var isGift = false
    }

    var shopID: String
    var items: [Item]
    var kind = Order.Kind()
    var shipping: ShippingType?
    var plan = BuyerPlan.plain
    var address: Address?
    var message = ""

    /// An order has at most this many units.
    static let mostUnits = 200
}

/// Why a sale did not happen.
enum SaleRefusal: Error, Equatable {
    case unknownShop
    case unknownSKU(String)
    case notForSale(String)
    case badUnits
    /// No warehouse has all the units.
    case soldOut
    /// The sandbox keeps no more orders than its limit.
    case booksFull

    var text: String {
        switch self {
        case .unknownShop: "shop: not known"
        case .unknownSKU(let id): "lines.sku: \(id) is not sold by this shop"
        case .notForSale(let id): "lines.sku: \(id) is deactivated"
        case .badUnits: "lines.units: 1 to \(OrderDraft.mostUnits) units per order"
        case .soldOut: "lines: not enough available"
        case .booksFull: "orders: the limit of the books is reached"
        }
    }
}
