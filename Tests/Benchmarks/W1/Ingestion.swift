import AMQP
import Contracts
import Foundation
import Messaging
import Postgres

/// Stage 1: stores each order once and announces it.
struct Ingestion: Handler {
    final class Placed: Sendable {
        let document: OrderDocument
        let raw: JSON
        let cents: Int64
        let lines: [OrderEvent.Line]
        var key: Key { Key(tenant: document.shop_id, id: document.id) }

        init(_ bytes: [UInt8]) throws {
            document = try JSONDecoder().decode(OrderDocument.self, from: Data(bytes))
            raw = JSON(bytes: bytes)
            let currency = document.payment.currency
            cents = try Money(majorUnits: document.payment.total_amount, currency: currency).minorUnits
            lines = try document.line_items.map { line in
                OrderEvent.Line(
                    line_id: line.id, sku_id: line.sku_id, qty: line.quantity,
                    price_cents: try Money(majorUnits: line.sale_price, currency: currency).minorUnits)
            }
        }
    }

    /// The producer names neither its messages nor their kind: the order's own key tells repeats.
    static let lane = Lane(
        "ingestion.orders", door: Door { Door.metadata($0, id: nil, name: MessageName($0.routingKey)) },
        carries: ["x-origin-us"], needsTenant: false,
        [.on(["order.placed"], Ingestion()) { bytes, _ in try Placed(bytes) }])

    /// The orders that were new to the table.
    func load(_ messages: [Received<Placed>], _ pipeline: inout Pipeline) -> Loading<Set<Key>> {
        let documents = messages.map(\.body.document)
        let fresh = pipeline.rows(
            """
            INSERT INTO orders (tenant_id, order_id, status, created_at, currency, total_cents, raw)
            SELECT * FROM unnest(\(documents.map(\.shop_id)), \(documents.map(\.id)), \(documents.map(\.status)),
                \(documents.map { Date(timeIntervalSince1970: Double($0.create_time)) }),
                \(documents.map(\.payment.currency.code)), \(messages.map(\.body.cents)), \(messages.map(\.body.raw)))
            ORDER BY 1, 2 ON CONFLICT DO NOTHING RETURNING tenant_id, order_id
            """
        ) { row in Key(tenant: try row.next(), id: try row.next()) }
        return Loading { Set(try fresh.get()) }
    }

    func decide(_ message: Received<Placed>, _ fresh: Set<Key>) -> Decision<Placed> {
        guard fresh.contains(message.body.key) else { return .done() }
        let (document, id) = (message.body.document, UUID.v7())
        let event = OrderEvent(
            event_id: id.text, type: "order.accepted", tenant_id: document.shop_id, order_id: document.id,
            created_at: document.create_time, currency: document.payment.currency.code,
            total_cents: message.body.cents, lines: message.body.lines)
        return .done([message.body], events: [Draft(event, id: id)])
    }

    func apply(_ placed: Placed, to fresh: inout Set<Key>) { fresh.remove(placed.key) }

    func save(_ placed: [Placed], _ pipeline: inout Pipeline) {
        let lines = placed.flatMap { order in
            zip(order.document.line_items, order.lines).map { (key: order.key, product: $0.product_id, line: $1) }
        }
        pipeline.run(
            """
            INSERT INTO order_lines (tenant_id, order_id, line_id, sku_id, product_id, qty, price_cents)
            SELECT * FROM unnest(\(lines.map(\.key.tenant)), \(lines.map(\.key.id)), \(lines.map(\.line.line_id)),
                \(lines.map(\.line.sku_id)), \(lines.map(\.product)), \(lines.map(\.line.qty)),
                \(lines.map(\.line.price_cents)))
            """)
    }
}
