import Contracts
import Foundation
import Postgres

/// The rows of `settlements`.
enum SettlementStore {
    /// A statement of a linked shop.
    struct Row: Sendable {
        let subject: TenantID
        let account: AccountID
        let statement: SettlementChanged

        /// Small statements share one payment; one that has none yet is on its own.
        var payment: String { statement.payment.channelPayment ?? "statement \(statement.channelStatement)" }

        var state: Payout.State {
            switch statement.payment.state {
            case .processing, .other: .processing
            case .paid: .paid
            case .failed: .failed
            }
        }
    }

    private struct Key: Hashable {
        let subject: TenantID
        let account: AccountID
        let statement: String
    }

    /// Writes statements as they were told last.
    static func save(_ rows: [Row], _ pipeline: inout Pipeline) {
        let newest = Dictionary(
            rows.map { (Key(subject: $0.subject, account: $0.account, statement: $0.statement.channelStatement), $0) }
        ) { $1.statement.version > $0.statement.version ? $1 : $0 }
        let rows = newest.sorted {
            ($0.key.subject, $0.key.account, $0.key.statement) < ($1.key.subject, $1.key.account, $1.key.statement)
        }.map(\.value)
        pipeline.run(
            """
            INSERT INTO settlements
                (tenant_id, account_id, channel_statement, version, payment, state, at, currency, amount)
            SELECT * FROM unnest(\(rows.map(\.subject.uuid)), \(rows.map(\.account.uuid)),
                \(rows.map(\.statement.channelStatement)), \(rows.map { Int64($0.statement.version) }),
                \(rows.map(\.payment)), \(rows.map(\.state.rawValue)),
                \(rows.map { ($0.statement.payment.at ?? $0.statement.statementAt).date }),
                \(rows.map(\.statement.currency.code)), \(rows.map(\.statement.settlement)))
                AS new (tenant, account, statement, version, payment, state, at, currency, amount)
            WHERE \(AccountStore.isKept(since: "new.at"))
            ORDER BY tenant, account, statement COLLATE "C"
            ON CONFLICT (tenant_id, account_id, channel_statement) DO UPDATE SET version = excluded.version,
                payment = excluded.payment, state = excluded.state, at = excluded.at, currency = excluded.currency,
                amount = excluded.amount
            WHERE settlements.version < excluded.version
            """)
    }
}
