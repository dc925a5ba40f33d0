import Contracts
import Foundation
import Postgres

/// Forgets what has left the window, whenever a person is scored: once a day at least.
enum KeptStore {
    /// Rows of a table that one run forgets; the next one goes on.
    private static let most = 20_000

    /// Deletes what no score of this window or a later one is made of. Rows that somebody is writing on are left to the
    /// next run, so that nobody waits for anybody.
    static func drop(of subject: TenantID, before window: Window, _ pipeline: inout Pipeline) {
        let kept = window.keptSince
        let old: [(table: SQL, key: SQL, condition: SQL)] = [
            // What was never paid has no time but the one at which it was told.
            ("orders", "order_id", "(paid_at < \(kept) OR paid_at IS NULL AND told_at < \(kept))"),
            ("affiliate_orders", "account_id, channel_order", "placed_at < \(kept)"),
            ("settlements", "account_id, channel_statement", "at < \(kept)"),
        ]
        for (table, key, condition) in old {
            pipeline.run(
                """
                DELETE FROM \(table) WHERE (tenant_id, \(key)) IN (
                    SELECT tenant_id, \(key) FROM \(table) WHERE tenant_id = \(subject.uuid) AND \(condition)
                    LIMIT \(most) FOR UPDATE SKIP LOCKED)
                """)
        }
    }
}
