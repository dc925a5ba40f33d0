import Contracts
import Foundation
import Postgres

/// What people look for among shipments, under the eyes of row level security.
enum ShipmentStore {
    /// Which shipments.
    struct Query: Sendable {
        var order: OrderID?
        var state: ShipmentState?
        var needsPerson: Bool?
        var shop: ShopID?
        /// The beginning of a tracking number or of the channel's order.
        var search: String?
        var after: ShipmentID?
        /// Of a page; one more is read.
        var limit: Int
    }

    /// Newest first: ids rise with time.
    static func list(_ query: Query, _ client: some PostgresClient) async throws -> [Shipment] {
        var conditions: [SQL] = ["is_listed"]
        if let order = query.order { conditions.append("order_id = \(order.uuid)") }
        if let state = query.state { conditions.append("state = \(state.rawValue)") }
        if let needsPerson = query.needsPerson { conditions.append("needs_person = \(needsPerson)") }
        if let shop = query.shop { conditions.append("shop_id = \(shop.uuid)") }
        if let search = query.search { conditions.append(found(search)) }
        if let after = query.after { conditions.append("shipment_id < \(after.uuid)") }
        return try await client.rows(
            """
            SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY shipment_id DESC LIMIT \(query.limit + 1)
            """, BookStore.decodeShipment)
    }

    /// The newest shipment of each of these orders that has one.
    static func newest(of orders: [OrderID], _ client: some PostgresClient) async throws -> [Shipment] {
        try await client.rows(
            """
            SELECT DISTINCT ON (order_id) tenant_id, order_id, shipment_id, created_at, body FROM shipments
            WHERE order_id = ANY(\(orders.map(\.uuid))) AND is_listed ORDER BY order_id, shipment_id DESC
            """, BookStore.decodeShipment)
    }

    /// One shipment; nil when there is none that the caller may see.
    static func get(_ id: ShipmentID, _ client: some PostgresClient) async throws -> Shipment? {
        try await client.rows(
            """
            SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments
            WHERE shipment_id = \(id.uuid) AND is_listed
            """, BookStore.decodeShipment
        ).first
    }

    /// A range and no LIKE: that would keep row level security from using an index.
    private static func found(_ search: String) -> SQL {
        let key = TrackingKey.of(search)
        let byOrder: SQL = "channel_order >= \(search) AND channel_order < \(search + "\u{10FFFF}")"
        guard !key.isEmpty else { return "(\(byOrder))" }
        return "(tracking_key >= \(key) AND tracking_key < \(key + "\u{10FFFF}") OR \(byOrder))"
    }
}
