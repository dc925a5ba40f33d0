import Contracts
import Foundation
import Postgres
import TikTokShop

/// Statements and what stands on them, as they were received and as they are told.
enum StatementStore {
    /// A statement as it is kept.
    struct Stored: PostgresRow {
        let channelStatement: String
        /// Whether all that stands on it is kept.
        let isRead: Bool
        /// Where reading what stands on it goes on; nil: it begins.
        let token: String?
        /// As the channel listed it.
        let received: JSON
        /// What was told last; nil before anything was.
        let told: SettlementChanged?

        fileprivate static let columns: SQL = "channel_statement, is_read, token, received, told"

        init(row: inout RowReader) throws {
            (channelStatement, isRead, token) = try row.next((String, Bool, String?).self)
            received = try row.next()
            told = try row.next(JSON?.self)?.decode(SettlementChanged.self)
        }

        /// The listing, read anew.
        var listed: Statement {
            get throws { try received.decode(Statement.self) }
        }
    }

    /// The known ones among these of a shop, locked, by the channel's ids.
    static func lock(
        _ ids: [String], tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> [String: Stored] {
        let rows = try await client.rows(
            """
            SELECT \(Stored.columns) FROM statements
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND channel_statement = ANY(\(ids))
            ORDER BY channel_statement FOR UPDATE
            """, as: Stored.self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.channelStatement, $0) })
    }

    /// Those of a shop that are told and paid by one of these payments, locked.
    static func lock(
        paidBy payments: [String], tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> [Stored] {
        try await client.rows(
            """
            SELECT \(Stored.columns) FROM statements
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND channel_payment = ANY(\(payments))
                AND version > 0 ORDER BY channel_statement FOR UPDATE
            """, as: Stored.self)
    }

    /// One statement.
    static func find(
        _ id: String, tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> Stored? {
        try await client.first(
            """
            SELECT \(Stored.columns) FROM statements
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND channel_statement = \(id)
            """, as: Stored.self)
    }

    /// The time of the oldest statement since some time that is not paid, or not read whole.
    static func oldestOpen(
        since: Date, tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> Date? {
        try await client.first(
            """
            SELECT statement_at FROM statements
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND statement_at >= \(since)
                AND (payment_state IN ('processing', 'other') OR NOT is_read)
            ORDER BY statement_at LIMIT 1
            """, as: Date.self)
    }

    /// Writes a statement as it was listed. One whose amounts are others than before is to be read anew.
    static func save(
        _ snapshot: StatementSnapshot, _ received: JSON, isRead: Bool, tenant: TenantID, shop: ShopID,
        _ pipeline: inout Pipeline
    ) {
        pipeline.run(
            """
            INSERT INTO statements (tenant_id, shop_id, channel_statement, statement_at, payment_state,
                channel_payment, received)
            VALUES (\(tenant.uuid), \(shop.uuid), \(snapshot.channelStatement), \(snapshot.statementAt.date),
                \(snapshot.payment.state.rawValue), \(snapshot.payment.channelPayment as String?), \(received))
            ON CONFLICT (tenant_id, shop_id, channel_statement) DO UPDATE SET statement_at = excluded.statement_at,
                payment_state = excluded.payment_state, channel_payment = excluded.channel_payment,
                received = excluded.received, is_read = \(isRead),
                token = CASE WHEN statements.is_read THEN NULL ELSE statements.token END
            """)
    }

    /// Writes what is told, all of the statement being read.
    static func save(
        _ told: SettlementChanged, tenant: TenantID, _ pipeline: inout Pipeline
    ) throws {
        pipeline.run(
            """
            UPDATE statements SET version = \(Int32(told.version)), told = \(try JSON(encoding: told)),
                is_read = true, token = NULL
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(told.shop.uuid)
                AND channel_statement = \(told.channelStatement)
            """)
    }

    /// Writes where reading goes on; nil: it begins anew.
    static func save(
        token: String?, of id: String, tenant: TenantID, shop: ShopID, _ pipeline: inout Pipeline
    ) {
        pipeline.run(
            """
            UPDATE statements SET token = \(token as String?)
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND channel_statement = \(id)
            """)
    }
}
