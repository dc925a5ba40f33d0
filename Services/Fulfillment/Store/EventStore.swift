import Contracts
import Foundation
import Postgres

/// The log of shipments, only ever added to.
enum EventStore {
    /// The most lines that are shown of one shipment.
    static let mostShown = 500

    static func insert(_ handlings: [Handling], _ pipeline: inout Pipeline) {
        let rows = handlings.flatMap { handling in handling.log.map { (shipment: handling.shipment, line: $0) } }
        guard !rows.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO shipment_events (tenant_id, shipment_id, kind, sentence, actor, at)
            SELECT * FROM unnest(\(rows.map(\.shipment.tenant.uuid)), \(rows.map(\.shipment.id.uuid)),
                \(rows.map(\.line.kind)), \(rows.map(\.line.sentence)),
                \(rows.map(\.line.actor)), \(rows.map(\.line.at.date)))
            """)
    }

    /// What happened to each of some shipments, oldest first.
    static func list(
        _ shipments: [Shipment], _ client: some PostgresClient
    ) async throws -> [ShipmentID: [ShipmentEvent]] {
        guard !shipments.isEmpty else { return [:] }
        let rows = try await client.rows(
            """
            SELECT asked.id, e.kind, e.sentence, e.actor, e.at
            FROM unnest(\(shipments.map(\.tenant.uuid)), \(shipments.map(\.id.uuid))) AS asked (tenant, id)
            CROSS JOIN LATERAL (
                SELECT event_id, kind, sentence, actor, at FROM shipment_events
                WHERE tenant_id = asked.tenant AND shipment_id = asked.id
                ORDER BY event_id LIMIT \(mostShown)
            ) AS e ORDER BY e.event_id
            """
        ) { row in
            let shipment = ShipmentID(try row.next(UUID.self))
            let event = ShipmentEvent(
                kind: try row.next(), sentence: try row.next(), actor: try row.next(),
                at: Instant(nearest: try row.next(Date.self)))
            return (shipment, event)
        }
        return Dictionary(grouping: rows) { $0.0 }.mapValues { lines in lines.map { $0.1 } }
    }
}
