import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// What operators see of orders, whosever they are, and the facts that other services are compared with.
struct OperatorShelf: OperatorView {
    /// For what only the channel can tell.
    let desk: ChannelDesk
    private static let mostSteps = 500
    /// Of orders: that their shop is, or was, connected for operations. What is only read is nobody's to act on.
    static let isConnected: SQL = """
        EXISTS (SELECT FROM connections AS c
            WHERE c.tenant_id = orders.tenant_id AND c.shop_id = orders.shop_id)
        """

    /// One order, whosever; the newest where several shops have one of that name.
    static func order(_ name: OrderName, _ database: some PostgresClient) async throws -> OrderShelf.Row? {
        let condition: SQL =
            switch name {
            case .ours(let id): "id = \(id)"
            case .channels(let id): "channel_order = \(id)"
            }
        // Every index begins with the tenant.
        return try await database.first(
            """
            SELECT found.* FROM (SELECT DISTINCT tenant_id AS known FROM connections) AS tenants CROSS JOIN LATERAL (
                SELECT \(OrderShelf.Row.columns) FROM orders
                WHERE tenant_id = known AND \(condition) AND version > 0 AND \(isConnected)
            ) AS found ORDER BY placed_at DESC, id DESC LIMIT 1
            """, as: OrderShelf.Row.self)
    }

    func find(_ order: String, in database: some PostgresClient) async throws -> OrderTraced? {
        guard let name = try? OrderName(order) else { return nil }
        guard let row = try await Self.order(name, database) else { return try await unread(name, database) }
        return OrderTraced(order: row.id, tenant: row.tenant, channelOrder: row.snapshot.channelOrder)
    }

    func history(
        of order: OrderID, _ tenant: TenantID, in database: some PostgresClient
    ) async throws -> [TraceStep] {
        try await database.rows(
            """
            SELECT recorded_at, 'version ' || version, status || ', seen by ' || source || ': '
                || array_to_string(changed, ' ') FROM order_events
            WHERE tenant_id = \(tenant.uuid) AND order_id = \(order.uuid)
            UNION ALL
            SELECT changed_at, 'ship command ' || state, 'of shipment ' || shipment_id
                || coalesce(', package ' || package, '') FROM ship_wishes
            WHERE tenant_id = \(tenant.uuid) AND order_id = \(order.uuid)
            UNION ALL
            SELECT updated_at, kind || ' ' || status, channel_return || ', version ' || version FROM returns
            WHERE tenant_id = \(tenant.uuid) AND order_id = \(order.uuid)
            ORDER BY 1 LIMIT \(Self.mostSteps)
            """
        ) { row in
            TraceStep(
                at: Instant(nearest: try row.next(Date.self)), service: App.name, kind: .effect, what: try row.next(),
                detail: try row.next())
        }
    }

    func partnerCalls() -> [PartnerCalls] { Endpoint.calls() }

    func facts(_ asked: FactList, limit: Int, in database: PostgresPool) async throws -> FactPage? {
        switch asked.subject {
        case .orders: try await OrderFacts.page(asked, limit: limit, database)
        case .channelStock: try await ChannelStockFacts(desk: desk).page(asked)
        default: nil
        }
    }
}
