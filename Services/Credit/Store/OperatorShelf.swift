import Contracts
import Foundation
import Messaging
import Postgres

/// What operators see of an order: whether it counts for anybody, never for whom.
struct OperatorShelf: OperatorView {
    func history(
        of order: OrderID, _ tenant: TenantID, in database: some PostgresClient
    ) async throws -> [TraceStep] {
        try await database.rows(
            """
            SELECT coalesce(o.paid_at, a.linked_at),
                CASE WHEN o.paid_at IS NULL THEN 'heard, and no paid order' ELSE 'counts for a score' END
            FROM orders o JOIN accounts a ON (a.tenant_id, a.account_id) = (o.tenant_id, o.account_id)
            WHERE o.order_id = \(order.uuid) AND a.brand_id = \(tenant.uuid) AND a.is_linked LIMIT 1
            """
        ) { row in
            TraceStep(
                at: Instant(nearest: try row.next(Date.self)), service: App.name, kind: .effect, what: "score",
                detail: try row.next())
        }
    }
}
