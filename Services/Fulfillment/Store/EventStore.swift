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

    /// What happened to a shipment, oldest first.
    static func list(_ shipment: Shipment, _ client: some PostgresClient) async throws -> [ShipmentEvent] {
        try await client.rows(
            """
            SELECT kind, sentence, actor, at FROM shipment_events
            WHERE tenant_id = \(shipment.tenant.uuid) AND shipment_id = \(shipment.id.uuid)
            ORDER BY event_id LIMIT \(mostShown)
            """
        ) { row in
            ShipmentEvent(
                kind: try row.next(), sentence: try row.next(), actor: try row.next(),
                at: Instant(nearest: try row.next(Date.self)))
        }
    }
}
