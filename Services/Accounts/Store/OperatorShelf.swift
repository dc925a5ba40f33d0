import Contracts
import Foundation
import Messaging
import Postgres

/// What operators see of tenants and of the log of actions, whosever they are.
struct OperatorShelf: OperatorView {
    private static let mostSteps = 500

    func history(
        of order: OrderID, _ tenant: TenantID, in database: some PostgresClient
    ) async throws -> [TraceStep] {
        try await database.rows(
            """
            SELECT at, action, sentence || ' (' || actor || ')', action_id FROM actions
            WHERE tenant_id = \(tenant.uuid) AND subject = \(order.description) ORDER BY at LIMIT \(Self.mostSteps)
            """
        ) { row in
            TraceStep(
                at: Instant(nearest: try row.next(Date.self)), service: App.name, kind: .effect, what: try row.next(),
                detail: try row.next(), message: MessageID(try row.next(UUID.self)))
        }
    }

    func facts(_ asked: FactList, limit: Int, in database: PostgresPool) async throws -> FactPage? {
        guard asked.subject == .tenants else { return nil }
        let behind = try FactMark.behind(asked, uuid: "tenant_id, tenant_id")
        let facts = try await database.rows(
            """
            SELECT tenant_id, name FROM tenants WHERE kind = 'brand' AND \(behind)
            ORDER BY tenant_id LIMIT \(limit + 1)
            """
        ) { row in
            let tenant = TenantID(try row.next(UUID.self))
            return KnownFact(tenant: tenant, key: tenant.description, words: ["name": try row.next()])
        }
        return FactPage(facts, limit: limit)
    }
}
