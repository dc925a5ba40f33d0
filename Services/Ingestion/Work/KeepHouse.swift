import Contracts
import Foundation
import Messaging
import Postgres

/// Makes the days to come, drops those that are over, and erases what has been kept long enough.
struct KeepHouse: WorkKind {
    static let name = "house.keep"
    static let endpoint = Budgets.house
    static let limits = WorkLimits(deadline: .seconds(300))

    let database: PostgresPool

    /// The house has no brand; this stands in for one.
    static let nobody = TenantID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
    /// Recipients that one run erases.
    private static let mostErasures = 5_000

    /// Wants the house kept every hour.
    static var item: WorkItem {
        WorkItem(KeepHouse.self, tenant: nobody, key: "", every: .seconds(3600))
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        // First: no trouble with what follows may keep anybody's address.
        try await eraseRecipients()
        // Each by itself: what makes a day locks its table until it commits.
        try await database.run("SELECT keep_days('webhooks', 14)")
        try await database.run("SELECT keep_days('token_uses', 90)")
        try await database.run("SELECT keep_house()")
        try await LabelFile.forgetOld(database)
        return .done { pipeline in
            pipeline.run("DELETE FROM faults WHERE last_at < now() - interval '30 days'")
            pipeline.run("DELETE FROM parcel_scans WHERE changed_at < now() - interval '90 days'")
            pipeline.run("DELETE FROM orders WHERE version = 0 AND first_seen_at < now() - interval '1 day'")
            // What was told to a link says that people are scored by the account, as long as the link lives.
            pipeline.run(
                """
                DELETE FROM tellings WHERE changed_at < now() - interval '30 days'
                    AND (state = 'ended' OR (state = 'told' AND telling_id = account_id))
                """)
            pipeline.run("DELETE FROM callbacks WHERE created_at < now() - interval '1 day'")
            pipeline.run("DELETE FROM oauth_states WHERE expires_at < now() - interval '1 day'")
        }
    }

    /// Of orders that are over for long.
    private func eraseRecipients() async throws {
        try await database.run(
            """
            WITH finished AS MATERIALIZED (
                SELECT r.tenant_id, r.order_id, o.channel_order FROM recipients AS r
                JOIN orders AS o ON (o.tenant_id, o.id) = (r.tenant_id, r.order_id)
                WHERE r.sealed IS NOT NULL AND o.status IN ('completed', 'cancelled')
                    AND o.updated_at < now() - interval '90 days'
                LIMIT \(Self.mostErasures)
            ), erased AS (
                UPDATE recipients SET sealed = NULL, sealed_key = NULL, changed_at = now()
                FROM finished
                WHERE (recipients.tenant_id, recipients.order_id) = (finished.tenant_id, finished.order_id)
            )
            SELECT erase_messages(array_agg(tenant_id), array_agg(name))
            FROM finished, unnest(ARRAY[order_id::text, channel_order]) AS name
            """)
    }
}
