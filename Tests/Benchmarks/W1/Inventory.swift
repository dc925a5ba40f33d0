// The documents' own names are used as they are.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Contracts
import Foundation
import Messaging
import Postgres

/// Stage 2: reserves an order whole or not at all.
struct Inventory: Handler {
    struct Line: Decodable, Sendable {
        let line_id: String
        let sku_id: String
        let qty: Int32
    }
    final class Order: Sendable {
        let event: HeardEvent<Line>
        /// Two lines of one order can name the same SKU.
        let need: [Key: Int32]

        init(_ bytes: [UInt8]) throws {
            let event = try JSONDecoder().decode(HeardEvent<Line>.self, from: Data(bytes))
            let units = (event.lines ?? []).map { (Key(tenant: event.tenant_id, id: $0.sku_id), $0.qty) }
            (self.event, need) = (event, Dictionary(units, uniquingKeysWith: +))
        }
    }

    static let lane = Lane(
        "inventory.events", carries: ["x-origin-us"], needsTenant: false,
        [.on(["order.accepted"], Inventory()) { bytes, _ in try Order(bytes) }])

    /// What is available of the SKUs of all messages, locked.
    func load(_ messages: [Received<Order>], _ pipeline: inout Pipeline) -> Loading<[Key: Int32]> {
        let wanted = Set(messages.flatMap(\.body.need.keys))
        let stock = pipeline.rows(
            """
            SELECT s.tenant_id, s.sku_id, s.available
            FROM stock s JOIN unnest(\(wanted.map(\.tenant)), \(wanted.map(\.id))) AS wanted (tenant, sku)
                ON s.tenant_id = wanted.tenant AND s.sku_id = wanted.sku
            ORDER BY s.tenant_id, s.sku_id FOR UPDATE OF s
            """
        ) { row in (Key(tenant: try row.next(), id: try row.next()), try row.next(Int32.self)) }
        return Loading { Dictionary(uniqueKeysWithValues: try stock.get()) }
    }

    func decide(_ message: Received<Order>, _ available: [Key: Int32]) -> Decision<Order> {
        let order = message.body
        let isEnough = order.need.allSatisfy { available[$0.key, default: 0] >= $0.value }
        let name: MessageName = isEnough ? "stock.reserved" : "stock.rejected"
        let id = UUID.v7()
        let event = OrderEvent(
            event_id: id.text, type: name.rawValue, tenant_id: order.event.tenant_id, order_id: order.event.order_id,
            created_at: order.event.created_at, units: order.need.values.reduce(0) { $0 + Int64($1) })
        return .done(isEnough ? [order] : [], events: [Draft(event, as: name, id: id)])
    }

    func apply(_ order: Order, to available: inout [Key: Int32]) {
        for (key, units) in order.need { available[key, default: 0] -= units }
    }

    func save(_ orders: [Order], _ pipeline: inout Pipeline) {
        let lines = orders.flatMap { order in (order.event.lines ?? []).map { (order: order.event, line: $0) } }
        var taken: [Key: Int32] = [:]
        for order in orders { taken.merge(order.need, uniquingKeysWith: +) }
        pipeline.run(
            """
            UPDATE stock s SET available = available - taken.units, reserved = reserved + taken.units
            FROM unnest(\(taken.map(\.key.tenant)), \(taken.map(\.key.id)), \(taken.map(\.value)))
                AS taken (tenant, sku, units)
            WHERE s.tenant_id = taken.tenant AND s.sku_id = taken.sku
            """)
        pipeline.run(
            """
            INSERT INTO ledger (tenant_id, order_id, line_id, sku_id, qty)
            SELECT * FROM unnest(\(lines.map(\.order.tenant_id)), \(lines.map(\.order.order_id)),
                \(lines.map(\.line.line_id)), \(lines.map(\.line.sku_id)), \(lines.map(\.line.qty)))
            """)
    }
}
