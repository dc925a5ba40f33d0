// The documents' own names are used as they are.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Contracts

/// `order.placed`: what the workload needs of an order document.
struct OrderDocument: Decodable, Sendable {
    struct Line: Decodable, Sendable {
        let id: String
        let sku_id: String
        let product_id: String
        let quantity: Int32
        let sale_price: String
    }
    struct Payment: Decodable, Sendable {
        let currency: Currency
        let total_amount: String
    }
    let id: String
    let shop_id: String
    let status: String
    let create_time: Int64
    let line_items: [Line]
    let payment: Payment
}

/// `order.accepted`, `stock.reserved` and `stock.rejected`, as they are told.
struct OrderEvent: Message {
    struct Line: Codable, Sendable {
        let line_id: String
        let sku_id: String
        let qty: Int32
        let price_cents: Int64
    }
    static let name: MessageName = "order.accepted"
    let event_id: String
    let type: String
    let tenant_id: String
    let order_id: String
    let created_at: Int64
    var currency: String?
    var total_cents: Int64?
    var units: Int64?
    var lines: [Line]?
}

/// The same as they are heard: what a stage does not need is not read.
struct HeardEvent<Line: Decodable & Sendable>: Decodable, Sendable {
    let tenant_id: String
    let order_id: String
    let created_at: Int64
    let total_cents: Int64?
    let lines: [Line]?
}

struct Key: Hashable, Sendable {
    let tenant: String
    let id: String
}
