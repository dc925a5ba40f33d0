import Contracts
import Foundation
import Messaging
import Postgres

/// Tells every hour, of each account by which people are scored, when it was read last: so it is seen that a reading no
/// longer comes through, too.
struct TellReadings: WorkKind {
    static let name = "readings.tell"
    static let endpoint = EndpointClass.inside("readings")
    static let limits = WorkLimits(deadline: .seconds(60))

    /// How often one account is told of.
    static let every: TimeInterval = 3_600
    /// Accounts of one round; the next one comes a minute later.
    private static let most = 2_000

    /// Wants a round made every minute.
    static var item: WorkItem {
        WorkItem(TellReadings.self, tenant: KeepHouse.nobody, key: "", every: .seconds(60))
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        .done { transaction in try await Self.round(at: Date(), transaction) }
    }

    /// What is told in one round.
    static func round(at now: Date, _ transaction: Transaction) async throws -> [Draft] {
        try await transaction.rows(
            """
            WITH due AS (
                SELECT tenant_id, account_id, telling_id FROM tellings
                WHERE state = 'told' AND telling_id <> account_id
                    AND (read_told_at IS NULL OR read_told_at <= \(now.addingTimeInterval(-every)))
                ORDER BY read_told_at NULLS FIRST LIMIT \(most) FOR UPDATE SKIP LOCKED
            ), noted AS (
                UPDATE tellings SET read_told_at = \(now) FROM due
                WHERE (tellings.tenant_id, tellings.account_id, tellings.telling_id)
                    = (due.tenant_id, due.account_id, due.telling_id)
                RETURNING tellings.tenant_id, tellings.account_id
            ), accounts AS (SELECT DISTINCT tenant_id, account_id FROM noted)
            SELECT a.tenant_id, a.account_id, \(oldest(of: [.orders, .cancellations, .returns])),
                CASE WHEN \(isWithoutPayments) THEN \(oldest(of: [.statements]))
                    ELSE \(oldest(of: [.statements, .payments])) END,
                \(oldest(of: [.affiliate])), \(oldest(of: [.facts]))
            FROM accounts a LEFT JOIN cursors c ON (c.tenant_id, c.shop_id) = (a.tenant_id, a.account_id)
            GROUP BY 1, 2 ORDER BY 1, 2
            """
        ) { row in
            let (tenant, account) = try row.next((UUID, UUID).self)
            func read() throws -> Instant? { try row.next(Date?.self).map { Instant(nearest: $0) } }
            let told = AccountRead(
                account: AccountID(account), at: Instant(nearest: now), orders: try read(), finance: try read(),
                affiliate: try read(), facts: try read())
            return Draft(told, tenant: TenantID(tenant), subject: told.account.description)
        }
    }

    /// Whether the shop is where the channel tells no payments: there they are never read, and the statements are all.
    private static var isWithoutPayments: SQL {
        """
        EXISTS (
            SELECT FROM connections s WHERE (s.tenant_id, s.shop_id) = (a.tenant_id, a.account_id)
                AND s.region = ANY(\(SyncPayments.untold.sorted()))
            UNION ALL
            SELECT FROM read_grants g WHERE g.id = a.account_id AND g.region = ANY(\(SyncPayments.untold.sorted())))
        """
    }

    /// Up to when all of some readings have come; null where one has not begun.
    private static func oldest(of names: [Cursor.Name]) -> SQL {
        let names = names.map(\.rawValue)
        return """
            CASE WHEN count(*) FILTER (WHERE c.name = ANY(\(names))) = \(names.count)
                THEN min(c.read_to) FILTER (WHERE c.name = ANY(\(names))) END
            """
    }
}
