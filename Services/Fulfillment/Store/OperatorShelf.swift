import Contracts
import Foundation
import Messaging
import Postgres
import Shippo

/// What operators see of parcels, and the facts that the carrier partner's books are compared by.
struct OperatorShelf: OperatorView {
    let shippo: ShippoClient
    let queue: WorkQueue
    private static let mostSteps = 500
    private static let patience = Duration.seconds(10)

    func find(_ order: String, in database: some PostgresClient) async throws -> OrderTraced? {
        let condition: SQL = OrderID(order).map { "order_id = \($0.uuid)" } ?? "channel_order = \(order)"
        // Every index begins with the tenant.
        return try await database.rows(
            """
            SELECT order_id, tenant_id, channel_order FROM (SELECT DISTINCT tenant_id FROM shops) AS known
            JOIN shipments USING (tenant_id) WHERE \(condition) LIMIT 1
            """
        ) { row in
            OrderTraced(
                order: OrderID(try row.next(UUID.self)), tenant: TenantID(try row.next(UUID.self)),
                channelOrder: try row.next())
        }.first
    }

    func history(
        of order: OrderID, _ tenant: TenantID, in database: some PostgresClient
    ) async throws -> [TraceStep] {
        try await database.rows(
            """
            SELECT e.at, e.kind, e.sentence || ' (' || e.actor || ')'
            FROM shipments s JOIN shipment_events e USING (tenant_id, shipment_id)
            WHERE s.tenant_id = \(tenant.uuid) AND s.order_id = \(order.uuid) ORDER BY e.event_id
            LIMIT \(Self.mostSteps)
            """
        ) { row in
            TraceStep(
                at: Instant(stored: try row.next(Date.self)), service: App.name, kind: .effect, what: try row.next(),
                detail: try row.next())
        }
    }

    func facts(_ asked: FactList, limit: Int, in database: PostgresPool) async throws -> FactPage? {
        switch asked.subject {
        case .labels: try await labels(asked, limit: limit, database)
        case .purchases: try await purchases(asked)
        default: nil
        }
    }

    private func labels(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let mark = try FactMark(asked)
        let behind: SQL = mark.map { "(tenant_id, order_id) > (\($0.tenant.uuid), \($0.uuid ?? UUID.v7()))" } ?? "true"
        let rows = try await database.rows(
            """
            SELECT tenant_id, order_id, shipment_id, transaction_id, changed_at FROM shipments
            WHERE transaction_id IS NOT NULL AND \(behind) ORDER BY tenant_id, order_id LIMIT \(limit)
            """, as: (UUID, UUID, UUID, String, Date).self)
        let facts = rows.map { tenant, order, shipment, purchase, changed in
            Fact(
                tenant: TenantID(tenant), key: purchase, words: ["shipment": shipment.text, "order": order.text],
                at: Instant(stored: changed))
        }
        let last = rows.count == limit ? rows.last : nil
        return FactPage(facts: facts, next: last.map { "\($0.0.text)/\($0.1.text)" })
    }

    /// One page of the carrier partner's list per request, newest first, within the same budget as all other calls.
    private func purchases(_ asked: FactList) async throws -> FactPage {
        let page = try FactMark(asked).map { Int($0.key) ?? 0 } ?? 1
        guard (1...PurchaseBooks.mostPages).contains(page) else {
            throw Refusal(.invalid, code: "unknownMark", "after is not from an earlier page", field: "/after")
        }
        do {
            try await queue.token(of: Budgets.lists, tenant: .platform, within: Self.patience)
            let call = ListTransactions(page: page)
            let answer = try await shippo.send(call)
            let isLast = call.following(answer) == nil || page == PurchaseBooks.mostPages
            return FactPage(
                facts: answer.items.compactMap(fact), next: isLast ? nil : "\(TenantID.platform)/\(page + 1)")
        } catch let error as ShippoError {
            throw Refusal(.unavailable, code: "carrier", String("the carrier did not answer: \(error)".prefix(300)))
        } catch WorkError.budgetExhausted {
            throw Refusal(.unavailable, code: "budget", "the carrier may not be called so soon")
        }
    }

    /// A purchase that bears our mark and was not given back.
    private func fact(_ transaction: Shippo.Transaction) -> Fact? {
        guard let id = transaction.id, transaction.status == .success, let mark = LabelMark(transaction.metadata)
        else { return nil }
        return Fact(
            tenant: .platform, key: id, words: ["shipment": mark.shipment.description],
            at: Instant(partner: transaction.created))
    }
}
