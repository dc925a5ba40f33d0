import AMQP
import Contracts
import Foundation
import Messaging
import Postgres

/// Stage 1: stores each order once and announces it.
struct Ingestion: Handler {
    struct Placed: Sendable {
        let document: OrderDocument
        let raw: JSON
        var key: Key { Key(tenant: document.shop_id, id: document.id) }
    }

    /// The producer names neither its messages nor their kind: the order's own key tells repeats.
    static let lane = Lane(
        "ingestion.orders", door: Door { Door.metadata($0, id: .v7(), name: MessageName($0.routingKey)) },
        carries: ["x-origin-us"], needsTenant: false,
        [
            .on(["order.placed"], Ingestion()) { bytes, _ in
                let document = try JSONDecoder().decode(OrderDocument.self, from: Data(bytes))
                return Placed(document: document, raw: JSON(bytes: bytes))
            }
        ])

    /// The orders that were new to the table.
    func load(_ messages: [Received<Placed>], _ pipeline: inout Pipeline) throws -> Loading<Set<Key>> {
        let documents = messages.map(\.body.document)
        let fresh = pipeline.rows(
            """
            INSERT INTO orders (tenant_id, order_id, status, created_at, currency, total_cents, raw)
            SELECT * FROM unnest(\(documents.map(\.shop_id)), \(documents.map(\.id)), \(documents.map(\.status)),
                \(documents.map { Date(timeIntervalSince1970: Double($0.create_time)) }),
                \(documents.map(\.payment.currency.code)),
                \(try documents.map { try $0.cents($0.payment.total_amount) }), \(messages.map(\.body.raw)))
            ORDER BY 1, 2 ON CONFLICT DO NOTHING RETURNING tenant_id, order_id
            """
        ) { row in Key(tenant: try row.next(), id: try row.next()) }
        return Loading { Set(try fresh.get()) }
    }

    func decide(_ message: Received<Placed>, _ fresh: Set<Key>) throws -> Decision<Placed> {
        let document = message.body.document
        guard fresh.contains(message.body.key) else { return .done() }
        let id = UUID.v7()
        let lines = try document.line_items.map { line in
            OrderEvent.Line(
                line_id: line.id, sku_id: line.sku_id, qty: line.quantity,
                price_cents: try document.cents(line.sale_price))
        }
        let event = OrderEvent(
            event_id: id.text, type: "order.accepted", tenant_id: document.shop_id, order_id: document.id,
            created_at: document.create_time, currency: document.payment.currency.code,
            total_cents: try document.cents(document.payment.total_amount), lines: lines)
        return .done([message.body], events: [Draft(event, id: id)])
    }

    func apply(_ placed: Placed, to fresh: inout Set<Key>) { fresh.remove(placed.key) }

    func save(_ placed: [Placed], _ pipeline: inout Pipeline) throws {
        let lines = placed.flatMap { order in order.document.line_items.map { (order: order.document, line: $0) } }
        pipeline.run(
            """
            INSERT INTO order_lines (tenant_id, order_id, line_id, sku_id, product_id, qty, price_cents)
            SELECT * FROM unnest(\(lines.map(\.order.shop_id)), \(lines.map(\.order.id)), \(lines.map(\.line.id)),
                \(lines.map(\.line.sku_id)), \(lines.map(\.line.product_id)), \(lines.map(\.line.quantity)),
                \(try lines.map { try $0.order.cents($0.line.sale_price) }))
            """)
    }
}
