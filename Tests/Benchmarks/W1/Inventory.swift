import Contracts
import Foundation
import Messaging
import Postgres

/// Stage 2: reserves an order whole or not at all.
struct Inventory: Handler {
    struct Reservation: Sendable {
        let tenant: String
        let order: String
        let lines: [OrderEvent.Line]
    }

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

    func decide(_ message: Received<OrderEvent>, _ available: [Key: Int32]) -> Decision<Reservation> {
        let order = message.body
        let isEnough = need(of: order).allSatisfy { available[$0.key, default: 0] >= $0.value }
        let name: MessageName = isEnough ? "stock.reserved" : "stock.rejected"
        let id = UUID.v7()
        let event = OrderEvent(
            event_id: id.text, type: name.rawValue, tenant_id: order.tenant_id, order_id: order.order_id,
            created_at: order.created_at, units: order.quantity)
        let reservation = Reservation(tenant: order.tenant_id, order: order.order_id, lines: order.lines ?? [])
        return .done(isEnough ? [reservation] : [], events: [Draft(event, as: name, id: id)])
    }

    func apply(_ reservation: Reservation, to available: inout [Key: Int32]) {
        for line in reservation.lines {
            available[Key(tenant: reservation.tenant, id: line.sku_id), default: 0] -= line.qty
        }
    }

    func save(_ reservations: [Reservation], _ pipeline: inout Pipeline) {
        let lines = reservations.flatMap { order in order.lines.map { (order: order, line: $0) } }
        var taken: [Key: Int32] = [:]
        for (order, line) in lines { taken[Key(tenant: order.tenant, id: line.sku_id), default: 0] += line.qty }
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
            SELECT * FROM unnest(\(lines.map(\.order.tenant)), \(lines.map(\.order.order)),
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
