import Contracts
import Messaging
import Postgres

/// Erases what has been kept long enough: recipients 90 days after their order is over, and old labels.
struct KeepHouse: WorkKind {
    static let name = "house.keep"
    static let endpoint = Budgets.house
    static let limits = WorkLimits(deadline: .seconds(300))

    /// Rows that one run erases.
    private static let most = 5_000

    /// Wants the house kept every hour.
    static var item: WorkItem {
        WorkItem(KeepHouse.self, tenant: .platform, key: "", every: .seconds(3600))
    }

    let database: PostgresPool

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        // First and by itself: no trouble with files may keep anybody's address.
        try await database.run(
            """
            WITH erased AS (
                UPDATE recipients SET sealed = NULL, sealed_key = NULL, changed_at = now()
                WHERE (tenant_id, order_id) IN (
                    SELECT r.tenant_id, r.order_id FROM recipients r JOIN shipments s USING (tenant_id, order_id)
                    WHERE r.sealed IS NOT NULL AND s.done_at < now() - interval '90 days' LIMIT \(Self.most))
                RETURNING tenant_id, order_id
            )
            SELECT erase_messages(array_agg(tenant_id), array_agg(order_id::text)) FROM erased
            """)
        try await FileStore.forgetOld(database)
        return .done()
    }
}
