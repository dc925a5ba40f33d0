import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import Shippo

/// What operators see of parcels, and the facts that the carrier partner's books are compared by.
struct OperatorShelf: OperatorView {
    let shippo: ShippoClient
    let queue: WorkQueue
    private static let mostSteps = 500
    /// Whoever asks for purchases waits half a minute at least.
    private static let patience = Duration.seconds(25)
    /// After a refusal that names no time.
    private static let usualPause = Duration.seconds(2)

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
                at: Instant(nearest: try row.next(Date.self)), service: App.name, kind: .effect, what: try row.next(),
                detail: try row.next())
        }
    }

    func partnerCalls() -> [PartnerCalls] { ShippoVersions.calls() }

    func facts(_ asked: FactList, limit: Int, in database: PostgresPool) async throws -> FactPage? {
        switch asked.subject {
        case .labels: try await labels(asked, limit: limit, database)
        case .parcels: try await parcels(asked, limit: limit, database)
        case .purchases: try await purchases(asked, database)
        default: nil
        }
    }

    private func labels(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let mark = try FactMark(asked)
        let behind: SQL = mark.map { "(tenant_id, order_id) > (\($0.tenant.uuid), \($0.uuid ?? UUID.v7()))" } ?? "true"
        let rows = try await database.rows(
            """
            SELECT tenant_id, order_id, shipment_id, transaction_id,
                coalesce((body #>> '{label,boughtAt}')::timestamptz, changed_at)
            FROM shipments WHERE transaction_id IS NOT NULL AND \(behind) ORDER BY tenant_id, order_id LIMIT \(limit)
            """, as: (UUID, UUID, UUID, String, Date).self)
        let facts = rows.map { tenant, order, shipment, purchase, bought in
            KnownFact(
                tenant: TenantID(tenant), key: purchase, words: ["shipment": shipment.text, "order": order.text],
                at: Instant(nearest: bought))
        }
        let last = rows.count == limit ? rows.last : nil
        return FactPage(facts: facts, next: last.map { "\($0.0.text)/\($0.1.text)" })
    }

    /// What waits for a person waits for nothing that was told.
    private func parcels(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let words = [Wait.Word.stock, .recipient].map(\.rawValue)
        let rows = try await database.rows(
            """
            SELECT tenant_id, order_id, waits_for, changed_at FROM shipments
            WHERE waits_for = ANY(\(words)) AND NOT needs_person
                AND \(try FactMark.behind(asked, uuid: "tenant_id, order_id"))
            ORDER BY tenant_id, order_id LIMIT \(limit)
            """, as: (UUID, UUID, String, Date).self)
        let facts = rows.map { tenant, order, word, at in
            KnownFact(
                tenant: TenantID(tenant), key: order.text, words: ["waitsFor": word], at: Instant(nearest: at))
        }
        let last = rows.count == limit ? rows.last : nil
        return FactPage(facts: facts, next: last.map { "\($0.0.text)/\($0.1.text)" })
    }

    /// One page of the carrier partner's list per request, newest first, within the same budget as all other calls.
    private func purchases(_ asked: FactList, _ database: PostgresPool) async throws -> FactPage {
        let page = try FactMark(asked).map { Int($0.key) ?? 0 } ?? 1
        guard (1...PurchaseBooks.mostPages).contains(page) else {
            throw Refusal(.invalid, code: "unknownMark", "after is not from an earlier page", field: "/after")
        }
        do {
            let call = ListTransactions(page: page)
            let answer = try await list(call)
            let purchases = try await PurchaseFacts.of(answer.items, database)
            let facts = try await withoutLeft(purchases, database)
            // One that cannot be read may be the one that is looked for.
            let unread = answer.malformed.map { item in
                MissedFacts(
                    tenant: .platform, subject: item.id ?? "page \(page), purchase \(item.index + 1)",
                    reason: item.problem)
            }
            let missed = unread.isEmpty ? nil : unread
            guard call.following(answer) != nil else { return FactPage(facts: facts, next: nil, missed: missed) }
            guard page == PurchaseBooks.mostPages else {
                return FactPage(facts: facts, next: "\(TenantID.platform)/\(page + 1)", missed: missed)
            }
            // Older ones are there and not read: without a date that can be read, nobody knows since when.
            let oldest = answer.items.compactMap { Instant(partner: $0.created) }.min()
            return FactPage(facts: facts, next: nil, since: oldest ?? Instant(Date()), missed: missed)
        } catch let error as ShippoError {
            throw Refusal(.unavailable, code: "carrier", String("the carrier did not answer: \(error)".prefix(300)))
        } catch WorkError.budgetExhausted {
            throw Refusal(.unavailable, code: "budget", "the carrier may not be called so soon")
        }
    }

    /// But for those that a person has left as they are.
    private func withoutLeft(_ facts: [KnownFact], _ database: PostgresPool) async throws -> [KnownFact] {
        let left = try await LeftPurchases.among(facts.map(\.key), database)
        return facts.filter { !left.contains($0.key) }
    }

    /// A carrier that is asked too often says how long to stay away: a page that comes late is better than none, as
    /// long as somebody waits for it.
    private func list(_ call: ListTransactions) async throws -> ListTransactions.Reply {
        let end = ContinuousClock.now + Self.patience
        while true {
            try await queue.token(of: Budgets.lists, tenant: .platform, within: ContinuousClock.now.duration(to: end))
            do {
                return try await shippo.send(call)
            } catch {
                let pause = error.retryAfter ?? Self.usualPause
                guard error.kind == .throttled, ContinuousClock.now + pause < end else { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }
}
