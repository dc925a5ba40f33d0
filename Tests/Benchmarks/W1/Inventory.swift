import Contracts
import Foundation
import Messaging
import Postgres

/// Stage 2: reserves an order whole or not at all.
struct Inventory: Handler {
    static let lane = Lane(
        "inventory.events", carries: ["x-origin-us"], needsTenant: false, [.on(["order.accepted"], Inventory())])

    /// What is available of the SKUs of all messages, locked.
    func load(_ messages: [Received<OrderEvent>], _ pipeline: inout Pipeline) -> Loading<[Key: Int32]> {
        let wanted = Set(messages.flatMap { message in need(of: message.body).keys })
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

    func decide(_ message: Received<OrderEvent>, _ available: [Key: Int32]) -> Decision<OrderEvent> {
        let order = message.body
        let isEnough = need(of: order).allSatisfy { available[$0.key, default: 0] >= $0.value }
        let name: MessageName = isEnough ? "stock.reserved" : "stock.rejected"
        let id = UUID.v7()
        let event = OrderEvent(
            event_id: id.text, type: name.rawValue, tenant_id: order.tenant_id, order_id: order.order_id,
            created_at: order.created_at, units: order.quantity)
        return .done(isEnough ? [order] : [], events: [Draft(event, as: name, id: id)])
    }

    func apply(_ order: OrderEvent, to available: inout [Key: Int32]) {
        for (key, units) in need(of: order) { available[key, default: 0] -= units }
    }

    func save(_ orders: [OrderEvent], _ pipeline: inout Pipeline) {
        let lines = orders.flatMap { order in (order.lines ?? []).map { (order: order, line: $0) } }
        var taken: [Key: Int32] = [:]
        for order in orders { taken.merge(need(of: order), uniquingKeysWith: +) }
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

    /// Two lines of one order can name the same SKU.
    private func need(of order: OrderEvent) -> [Key: Int32] {
        var need: [Key: Int32] = [:]
        for line in order.lines ?? [] { need[Key(tenant: order.tenant_id, id: line.sku_id), default: 0] += line.qty }
        return need
    }
}
