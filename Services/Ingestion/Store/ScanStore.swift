import Contracts
import Foundation
import Postgres

/// A parcel under the channel's label that is followed: its order, and what was told of it last.
struct FollowedParcel: Sendable {
    let order: OrderID
    let shop: ShopID
    let snapshot: OrderSnapshot
    /// The order's, where traces are exported.
    let trace: String?
    /// Nil: nothing yet.
    let told: ParcelScanned?
}

/// What was told of parcels under the channel's label, so that nothing is told twice.
enum ScanStore {
    /// Parcels by their orders.
    static func load(
        _ orders: [OrderID], tenant: TenantID, _ client: some PostgresClient
    ) async throws -> [OrderID: FollowedParcel] {
        let rows = try await client.rows(
            """
            SELECT o.id, o.shop_id, o.snapshot, o.trace, s.told FROM orders AS o
            LEFT JOIN parcel_scans AS s ON (s.tenant_id, s.order_id) = (o.tenant_id, o.id)
            WHERE o.tenant_id = \(tenant.uuid) AND o.id = ANY(\(orders.map(\.uuid))) AND o.version > 0
            """, as: (UUID, UUID, JSON, String?, JSON?).self)
        let parcels = try rows.map { id, shop, snapshot, trace, told in
            FollowedParcel(
                order: OrderID(id), shop: ShopID(shop), snapshot: try snapshot.decode(OrderSnapshot.self),
                trace: trace, told: try told?.decode(ParcelScanned.self))
        }
        return Dictionary(parcels.map { ($0.order, $0) }) { first, _ in first }
    }

    /// Keeps what was told last.
    static func save(_ told: ParcelScanned, tenant: TenantID, _ pipeline: inout Pipeline) throws {
        pipeline.run(
            """
            INSERT INTO parcel_scans (tenant_id, order_id, told)
            VALUES (\(tenant.uuid), \(told.order.uuid), \(try JSON(encoding: told)))
            ON CONFLICT (tenant_id, order_id) DO UPDATE SET told = excluded.told, changed_at = now()
            """)
    }
}
