import Contracts
import Foundation
import Messaging
import Postgres

/// What operators see of stock: an order's moves, and the facts that other services are compared with.
struct OperatorShelf: OperatorView {
    private static let mostSteps = 500

    func find(_ order: String, in database: some PostgresClient) async throws -> OrderTraced? {
        guard let id = OrderID(order) else { return nil }
        // Ids of orders are unique over all tenants, but the key begins with the tenant.
        return try await database.rows(
            """
            SELECT o.tenant_id FROM (SELECT DISTINCT tenant_id FROM shops) AS known JOIN orders o USING (tenant_id)
            WHERE o.order_id = \(id.uuid) LIMIT 1
            """
        ) { row in OrderTraced(order: id, tenant: TenantID(try row.next(UUID.self))) }.first
    }

    func history(
        of order: OrderID, _ tenant: TenantID, in database: some PostgresClient
    ) async throws -> [TraceStep] {
        let moves = try await database.rows(
            """
            SELECT m.at, m.kind, s.code || ': ' || concat_ws(', ',
                CASE WHEN m.on_hand <> 0 THEN 'on hand ' || to_char(m.on_hand, 'FMSG999999999') END,
                CASE WHEN m.reserved <> 0 THEN 'reserved ' || to_char(m.reserved, 'FMSG999999999') END,
                CASE WHEN m.uncovered <> 0 THEN 'not covered by the books ' || m.uncovered END), m.cause
            FROM moves m JOIN skus s USING (tenant_id, sku_id)
            WHERE m.tenant_id = \(tenant.uuid) AND m.order_id = \(order.uuid) ORDER BY m.move_id
            LIMIT \(Self.mostSteps)
            """
        ) { row in
            TraceStep(
                at: Instant(try row.next(Date.self)), service: App.name, kind: .effect, what: try row.next(),
                detail: try row.next(), message: MessageID(try row.next(UUID.self)))
        }
        let state = try await database.rows(
            """
            SELECT o.state, o.version, (SELECT count(*) FROM unmapped_lines u
                WHERE u.tenant_id = o.tenant_id AND u.order_id = o.order_id)
            FROM orders o WHERE o.tenant_id = \(tenant.uuid) AND o.order_id = \(order.uuid)
            """, as: (String, Int, Int).self
        ).map { state, version, unmapped in
            TraceStep(
                at: moves.last?.at ?? order.uuid.v7Instant.map { Instant($0) } ?? Instant(milliseconds: 0),
                service: App.name, kind: .effect, what: "state \(state)",
                detail: "by version \(version)" + (unmapped > 0 ? ", \(unmapped) lines are not mapped" : ""))
        }
        return moves + state
    }

    func facts(_ asked: FactList, limit: Int, in database: PostgresPool) async throws -> FactPage? {
        switch asked.subject {
        case .orders: try await OrderFacts.page(asked, limit: limit, database)
        case .levels: try await LevelFacts.page(asked, limit: limit, database)
        case .offers: try await OfferFacts.page(asked, limit: limit, database)
        case .listings: try await OfferFacts.listings(asked, database)
        default: nil
        }
    }
}
