import Contracts
import Foundation
import Messaging
import Postgres

/// What operators see of an order's sheet.
struct OperatorShelf: OperatorView {
    func history(
        of order: OrderID, _ tenant: TenantID, in database: some PostgresClient
    ) async throws -> [TraceStep] {
        try await database.rows(
            """
            SELECT coalesce(f.written_at, now()), 'counted up to version ' || o.version ||
                CASE WHEN o.lacks_rate THEN ', waits for an exchange rate' ELSE '' END
            FROM orders o LEFT JOIN freshness f USING (tenant_id)
            WHERE o.tenant_id = \(tenant.uuid) AND o.order_id = \(order.uuid)
            """
        ) { row in
            TraceStep(
                at: Instant(try row.next(Date.self)), service: App.name, kind: .effect, what: "sheet",
                detail: try row.next())
        }
    }
}
