import Contracts
import Foundation
import Postgres

/// What the app that only reads may see, as people look at it, and as they end it.
enum ReadGrantShelf {
    private static let most = 1000

    private static let records: SQL = """
        SELECT g.tenant_id, g.id, g.holder, g.title, g.region, g.state, g.granted,
            CASE WHEN g.state <> 'disconnected' THEN a.trouble END, g.granted_at
        FROM read_grants AS g JOIN accounts AS a ON (a.tenant_id, a.id) = (g.tenant_id, g.account_id)
        """

    /// All that the caller may see, by title.
    static func list(_ tenants: [TenantID], _ database: Transaction) async throws -> [ReadGrantRecord] {
        try await database.rows(
            """
            \(records) WHERE g.tenant_id = ANY(\(tenants.map(\.uuid))) ORDER BY g.title, g.id LIMIT \(most)
            """, as: Row.self
        ).map(\.record)
    }

    /// One as it stands.
    static func record(_ id: UUID, _ tenant: TenantID, _ database: Transaction) async throws -> ReadGrantRecord? {
        try await database.first(
            "\(records) WHERE g.tenant_id = \(tenant.uuid) AND g.id = \(id)", as: Row.self)?.record
    }

    /// One that the caller may see, locked.
    static func lock(_ id: UUID, _ tenants: [TenantID], _ database: Transaction) async throws -> ReadGrant? {
        try await database.first(
            """
            SELECT \(unsafe: ReadGrant.columns) FROM read_grants
            WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND id = \(id) FOR UPDATE
            """, as: ReadGrant.self)
    }

    /// Writes that one has ended; an account that lets nothing else be read is given up with it.
    static func end(_ grant: ReadGrant, _ database: Transaction) async throws {
        try await database.run(
            """
            UPDATE read_grants SET state = 'disconnected', version = \(Int32(grant.version)), changed_at = now()
            WHERE tenant_id = \(grant.tenant.uuid) AND id = \(grant.id)
            """)
        try await database.run(
            """
            UPDATE accounts SET state = 'disconnected', trouble = NULL, changed_at = now()
            WHERE tenant_id = \(grant.tenant.uuid) AND id = \(grant.account) AND NOT EXISTS (
                SELECT FROM read_grants AS g WHERE g.tenant_id = \(grant.tenant.uuid)
                    AND g.account_id = \(grant.account) AND g.state <> 'disconnected')
            """)
    }

    private struct Row: PostgresRow {
        let record: ReadGrantRecord

        init(row: inout RowReader) throws {
            let (tenant, id, holder) = try row.next((UUID, UUID, String).self)
            let (title, region) = try row.next((String, String).self)
            let state = try row.word(ConnectionChanged.State.self)
            let (granted, trouble, grantedAt) = try row.next(([String]?, String?, Date).self)
            record = ReadGrantRecord(
                tenant: TenantID(tenant), account: ReadGrantID(id), holder: .init(rawValue: holder) ?? .seller,
                title: title, region: region.nonEmpty, state: state,
                granted: granted?.compactMap(ConnectionChanged.Grant.init), trouble: trouble,
                grantedAt: Instant(nearest: grantedAt))
        }
    }
}
