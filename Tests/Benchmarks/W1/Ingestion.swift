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

    static let lane = Lane(
        "ingestion.orders", door: door, carries: ["x-origin-us"], needsTenant: false,
        [
            .on(["order.placed"], Ingestion()) { bytes, _ in
                Placed(
                    document: try JSONDecoder().decode(OrderDocument.self, from: Data(bytes)), raw: JSON(bytes: bytes))
            }
        ])

    /// The producer names neither its messages nor their kind: the order's own key tells repeats.
    private static let door = Door { delivery in
        Door.metadata(delivery, id: .v7(), name: MessageName(delivery.routingKey))
    }

    /// The orders that were new to the table.
    func load(_ messages: [Received<Placed>], _ pipeline: inout Pipeline) throws -> Loading<Set<Key>> {
        let documents = messages.map(\.body.document)
        let fresh = pipeline.rows(
            """
            INSERT INTO orders (tenant_id, order_id, status, created_at, currency, total_cents, raw)
            SELECT * FROM unnest(\(documents.map(\.shop_id)), \(documents.map(\.id)), \(documents.map(\.status)),
                \(documents.map { Date(timeIntervalSince1970: Double($0.create_time)) }),
                \(documents.map(\.payment.currency)), \(try documents.map { try cents($0.payment.total_amount) }),
                \(messages.map(\.body.raw)))
            ORDER BY 1, 2 ON CONFLICT DO NOTHING RETURNING tenant_id, order_id
            """
        ) { row in Key(tenant: try row.next(), id: try row.next()) }
        return Loading { Set(try fresh.get()) }
    }

    func decide(_ message: Received<Placed>, _ fresh: Set<Key>) throws -> Decision<Placed> {
        guard fresh.contains(message.body.key) else { return .done() }
        let document = message.body.document
        let id = UUID.v7()
        let lines = try document.line_items.map {
            OrderEvent.Line(
                line_id: $0.id, sku_id: $0.sku_id, qty: $0.quantity, price_cents: try cents($0.sale_price))
        }
        let event = OrderEvent(
            event_id: id.text, type: "order.accepted", tenant_id: document.shop_id, order_id: document.id,
            created_at: document.create_time, currency: document.payment.currency,
            total_cents: try cents(document.payment.total_amount), lines: lines)
        return .done([message.body], events: [Draft(event, id: id)])
    }

    func apply(_ placed: Placed, to fresh: inout Set<Key>) {
        fresh.remove(placed.key)
    }

    func save(_ placed: [Placed], _ pipeline: inout Pipeline) throws {
        let lines = placed.flatMap { order in order.document.line_items.map { (order: order.key, line: $0) } }
        pipeline.run(
            """
            INSERT INTO order_lines (tenant_id, order_id, line_id, sku_id, product_id, qty, price_cents)
            SELECT * FROM unnest(\(lines.map(\.order.tenant)), \(lines.map(\.order.id)), \(lines.map(\.line.id)),
                \(lines.map(\.line.sku_id)), \(lines.map(\.line.product_id)), \(lines.map(\.line.quantity)),
                \(try lines.map { try cents($0.line.sale_price) }))
            """)
    }
}
