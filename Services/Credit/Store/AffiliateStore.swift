import Contracts
import Foundation
import Postgres

/// The rows of `affiliate_orders`.
enum AffiliateStore {
    /// An order of a linked account that is credited to creators.
    struct Row: Sendable {
        let subject: TenantID
        let account: AccountID
        let order: AffiliateOrderChanged
        let rows: [AffiliateRow]
    }

    private struct Key: Hashable {
        let subject: TenantID
        let account: AccountID
        let order: String
    }

    /// Writes orders as they were told last.
    static func save(_ rows: [Row], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(
            rows.map { (Key(subject: $0.subject, account: $0.account, order: $0.order.channelOrder), $0) }
        ) { $1.order.version > $0.order.version ? $1 : $0 }
        let rows = newest.sorted {
            ($0.key.subject, $0.key.account, $0.key.order) < ($1.key.subject, $1.key.account, $1.key.order)
        }.map(\.value)
        pipeline.run(
            """
            INSERT INTO affiliate_orders (tenant_id, account_id, channel_order, version, placed_at, rows)
            SELECT * FROM unnest(\(rows.map(\.subject.uuid)), \(rows.map(\.account.uuid)),
                \(rows.map(\.order.channelOrder)), \(rows.map { Int64($0.order.version) }),
                \(rows.map(\.order.placedAt.date)), \(try rows.map { try JSON(encoding: $0.rows) }))
                AS new (tenant, account, id, version, placed_at, parts)
            WHERE \(AccountStore.isKept(since: "new.placed_at"))
            ORDER BY tenant, account, id COLLATE "C"
            ON CONFLICT (tenant_id, account_id, channel_order) DO UPDATE SET version = excluded.version,
                placed_at = excluded.placed_at, rows = excluded.rows
            WHERE affiliate_orders.version < excluded.version
            """)
    }
}
