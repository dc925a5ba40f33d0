import Contracts
import Foundation
import Postgres

/// A link that somebody is scored by, as Ingestion knows it.
struct LiveLink: Sendable {
    let account: AccountID
    let link: LinkID
    let version: Int
    let brand: TenantID
    /// When what was known by it was deleted.
    let forgottenAt: Instant
}

extension AccountStore {
    /// Whether something of an account, `new.tenant` and `new.account`, is kept: not what is of the time before the
    /// person had everything deleted.
    static func isKept(since time: SQL) -> SQL {
        """
        NOT EXISTS (SELECT FROM accounts a WHERE (a.tenant_id, a.account_id) = (new.tenant, new.account)
            AND a.is_linked AND a.forgotten_at > \(time))
        """
    }

    /// Notes that the past of a person's accounts is not to be known; answers whose past nobody needs to tell any more.
    static func forget(_ subject: TenantID, _ transaction: Transaction) async throws -> [LiveLink] {
        try await transaction.rows(
            """
            UPDATE accounts SET complete_since = now(), forgotten_at = now()
            WHERE tenant_id = \(subject.uuid) AND is_linked
            RETURNING account_id, link_id, version, brand_id, forgotten_at
            """
        ) { row in
            let (account, link) = try row.next((UUID, UUID).self)
            return LiveLink(
                account: AccountID(account), link: LinkID(link), version: Int(try row.next(Int64.self)),
                brand: TenantID(try row.next(UUID.self)), forgottenAt: Instant(nearest: try row.next(Date.self)))
        }
    }
}
