import Contracts
import Foundation
import Postgres

/// Where an order stands with stock, as people see it.
enum OrderStockStore {
    /// The most moves of an order that are told.
    private static let mostMoves = 500

    /// An order; nil when nothing was ever decided about it.
    static func get(
        _ order: OrderID, tenants: [TenantID], _ database: Transaction
    ) async throws -> OrderStockGet.Reply? {
        let known = try await database.first(
            """
            SELECT tenant_id, version, state, is_oversell FROM orders
            WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND order_id = \(order.uuid) AND version > 0
            """, as: (UUID, Int, String, Bool).self)
        guard let (tenant, version, state, isOversell) = known else { return nil }
        var pipeline = Pipeline()
        let needs = needs(of: OrderKey(tenant: TenantID(tenant), order: order), &pipeline)
        let unmapped = pipeline.rows(
            """
            SELECT channel_sku FROM unmapped_lines WHERE tenant_id = \(tenant) AND order_id = \(order.uuid)
            ORDER BY channel_sku COLLATE "C"
            """, as: String.self)
        let moves = HistoryStore.moves(
            of: OrderKey(tenant: TenantID(tenant), order: order), limit: mostMoves, &pipeline)
        try await database.send(pipeline)
        return OrderStockGet.Reply(
            order: order, version: version, state: state, isOversell: isOversell, needs: try needs.get(),
            unmapped: try unmapped.get(), moves: try moves.get())
    }

    /// Where each of these orders stands, of those about which something was decided.
    static func states(
        of orders: [OrderID], tenants: [TenantID], _ database: Transaction
    ) async throws -> [OrderStockState] {
        // Row level security leads to the brands in the index. There a second list of them would be tried in every pair
        // with the first, for each order: for an agency that is too often, so this one only looks at what was found.
        try await database.rows(
            """
            SELECT order_id, state FROM orders
            WHERE order_id = ANY(\(orders.map(\.uuid))) AND version > 0
                AND (tenant_id = ANY(\(tenants.map(\.uuid)))) IS TRUE
            """
        ) { row in
            OrderStockState(order: OrderID(try row.next()), state: try row.next())
        }
    }

    private static func needs(of order: OrderKey, _ pipeline: inout Pipeline) -> Pending<[OrderNeed]> {
        pipeline.rows(
            """
            SELECT n.sku_id, s.code, n.location_id, sum(n.wanted)::bigint, sum(n.reserved)::bigint,
                sum(n.deducted)::bigint
            FROM needs n JOIN skus s ON s.tenant_id = n.tenant_id AND s.sku_id = n.sku_id
            WHERE n.tenant_id = \(order.tenant.uuid) AND n.order_id = \(order.order.uuid)
            GROUP BY n.sku_id, s.code, n.location_id ORDER BY s.code, n.sku_id
            """
        ) { row in
            OrderNeed(
                sku: SKUID(try row.next()), code: try row.next(), location: LocationID(try row.next()),
                wanted: try row.next(), reserved: try row.next(), deducted: try row.next())
        }
    }
}
