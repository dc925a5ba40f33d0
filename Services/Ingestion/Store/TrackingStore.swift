import Contracts
import Foundation
import Postgres

/// Parcels whose tracking number the channel is to be told anew.
enum TrackingStore {
    /// Keeps the newest command per parcel.
    static func save(_ wishes: [(tenant: TenantID, command: TrackingFix)], _ pipeline: inout Pipeline) throws {
        guard !wishes.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO tracking_wishes (tenant_id, shipment_id, command)
            SELECT * FROM unnest(\(wishes.map(\.tenant.uuid)), \(wishes.map(\.command.shipment.uuid)),
                \(try wishes.map { try JSON(encoding: $0.command) }))
            ON CONFLICT (tenant_id, shipment_id) DO UPDATE SET command = excluded.command, state = 'wanted',
                changed_at = now()
            """)
    }

    /// A parcel's newest command that is still to be carried out.
    static func find(_ shipment: UUID, tenant: TenantID, _ client: some PostgresClient) async throws -> TrackingFix? {
        let json = try await client.first(
            """
            SELECT command FROM tracking_wishes
            WHERE tenant_id = \(tenant.uuid) AND shipment_id = \(shipment) AND state = 'wanted'
            """, as: JSON.self)
        return try json?.decode(TrackingFix.self)
    }

    /// Notes what became of it; a newer command stays wanted.
    static func settle(_ wish: TrackingFix, tenant: TenantID, isAccepted: Bool, _ pipeline: inout Pipeline) throws {
        pipeline.run(
            """
            UPDATE tracking_wishes SET state = \(isAccepted ? "accepted" : "refused"), changed_at = now()
            WHERE tenant_id = \(tenant.uuid) AND shipment_id = \(wish.shipment.uuid)
                AND command = \(try JSON(encoding: wish))
            """)
    }
}
