import Contracts
import Foundation
import Postgres

/// Loads shipments with what they are decided by, and saves what was decided: a constant number of statements for any
/// number of shipments. The same for handlers, work and requests; under a caller's role row level security answers.
enum BookStore {
    /// Makes the rows of shipments that may be new, so that they can be locked. Their ids are minted here.
    static func ensure(_ keys: Set<ShipmentKey>, at instant: Instant, _ pipeline: inout Pipeline) {
        let keys = keys.sorted()
        pipeline.run(
            """
            INSERT INTO shipments (tenant_id, order_id, shipment_id, created_at)
            SELECT tenant, id, shipment, \(instant.date)
            FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.order.uuid)),
                \(keys.map { _ in UUID.v7(at: instant.date) })) AS new (tenant, id, shipment)
            ORDER BY tenant, id ON CONFLICT DO NOTHING
            """)
    }

    /// The given orders' shipments.
    static func given(_ keys: Set<ShipmentKey>) -> SQL {
        """
        SELECT tenant_id, order_id
        FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.order.uuid))) AS given (tenant_id, order_id)
        """
    }

    /// The shipments of these ids, of one tenant or, for who may see them all, of any.
    static func named(_ ids: [ShipmentID], of tenant: TenantID? = nil) -> SQL {
        "SELECT tenant_id, order_id FROM shipments WHERE shipment_id = ANY(\(ids.map(\.uuid)))"
            + (tenant.map { " AND tenant_id = \($0.uuid)" } ?? "")
    }

    /// Locks and reads shipments, in the order of their keys.
    ///
    /// - Parameters:
    ///   - chosen: A query of `(tenant_id, order_id)`.
    ///   - products: What orders name that are not saved yet.
    ///   - usual: Stands in for products without measures.
    static func load(
        _ chosen: SQL, products: Set<ListedKey> = [], usual: Measures?, _ pipeline: inout Pipeline
    ) -> () throws -> Books {
        CatalogueStore.keep(chosen, &pipeline)
        let shipments = pipeline.rows(
            """
            SELECT s.tenant_id, s.order_id, s.shipment_id, s.created_at, s.body
            FROM shipments s JOIN (\(chosen)) AS chosen USING (tenant_id, order_id)
            ORDER BY s.tenant_id, s.order_id FOR UPDATE OF s
            """, decodeShipment)
        let tenants: SQL = "tenant_id IN (SELECT tenant_id FROM (\(chosen)) AS chosen)"
        let rules = CatalogueStore.rules(tenants, &pipeline)
        let shops = CatalogueStore.connected(tenants, &pipeline)
        let warehouses = CatalogueStore.warehouses(tenants, &pipeline)
        let measures = CatalogueStore.products(chosen, besides: products, &pipeline)
        let unlisted = UnlistedStore.load(tenants, &pipeline)
        return {
            var books = Books(usual: usual)
            for shipment in try shipments.get() { books.shipments[shipment.key] = shipment }
            books.rules = Dictionary(try rules.get()) { first, _ in first }
            books.connected = Set(try shops.get())
            for (shop, warehouse) in try warehouses.get() { books.warehouses[shop, default: []].append(warehouse) }
            for (key, found) in try measures.get() { books.products[key] = found }
            for (way, carrier) in try unlisted.get() { books.unlisted[way, default: []].insert(carrier) }
            return books
        }
    }

    /// Reads one shipment without locking it.
    static func peek(_ id: ShipmentID, of tenant: TenantID, _ client: some PostgresClient) async throws -> Shipment? {
        try await client.rows(
            """
            SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments
            WHERE tenant_id = \(tenant.uuid) AND shipment_id = \(id.uuid)
            """, decodeShipment
        ).first
    }

    /// Writes shipments as they were left, the last one of each, and all that was noted.
    static func save(_ handlings: [Handling], _ pipeline: inout Pipeline) throws {
        let last = Dictionary(handlings.map { ($0.shipment.key, $0.shipment) }) { $1 }
        let rows = last.sorted { $0.key < $1.key }.map(\.value)
        guard !rows.isEmpty else { return }
        pipeline.run(
            """
            UPDATE shipments SET body = new.body, shop_id = new.shop, channel_order = new.channel_order,
                state = new.state, waits_for = new.waits_for, needs_person = new.needs_person,
                is_listed = new.is_listed, tracking_key = new.tracking, transaction_id = new.transaction,
                check_at = new.check_at, done_at = new.done_at, changed_at = new.changed_at
            FROM unnest(\(rows.map(\.tenant.uuid)), \(rows.map(\.orderID.uuid)),
                \(try rows.map { try JSON(encoding: $0) }), \(rows.map { $0.shop?.uuid }),
                \(rows.map { $0.order?.channelOrder }), \(rows.map(\.state.rawValue)),
                \(rows.map { $0.wait?.word?.rawValue }), \(rows.map(\.needsPerson)), \(rows.map(\.isListed)),
                \(rows.map { $0.tracking.map(TrackingKey.of) }), \(rows.map { $0.label?.transaction }),
                \(rows.map { $0.purchase?.settledBy.date }), \(rows.map { $0.doneAt?.date }),
                \(rows.map(\.changedAt.date)))
                AS new (tenant, id, body, shop, channel_order, state, waits_for, needs_person, is_listed, tracking,
                    transaction, check_at, done_at, changed_at)
            WHERE shipments.tenant_id = new.tenant AND shipments.order_id = new.id
            """)
        EventStore.insert(handlings, &pipeline)
        UnlistedStore.save(handlings, &pipeline)
    }

    @Sendable static func decodeShipment(_ row: inout RowReader) throws -> Shipment {
        let (tenant, order) = (TenantID(try row.next(UUID.self)), OrderID(try row.next(UUID.self)))
        let (id, createdAt) = (ShipmentID(try row.next(UUID.self)), Instant(nearest: try row.next(Date.self)))
        let body = try row.next(JSON?.self)
        return try body?.decode(Shipment.self) ?? Shipment(id: id, tenant: tenant, order: order, at: createdAt)
    }
}

extension Shipment {
    /// Names it by its order.
    var key: ShipmentKey { ShipmentKey(tenant: tenant, order: orderID) }

    /// Since when nobody needs the recipient any more.
    var doneAt: Instant? {
        guard let order, order.status == .completed || order.isGone, purchase == nil else { return nil }
        return order.updatedAt
    }
}
