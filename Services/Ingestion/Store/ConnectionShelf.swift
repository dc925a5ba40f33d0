import Contracts
import Foundation
import Postgres

/// Connected shops as people look at them, and as they end them.
enum ConnectionShelf {
    private static let most = 1000

    private static let records: SQL = """
        SELECT c.tenant_id, c.shop_id, c.channel_shop, c.title, c.region, c.state,
            CASE WHEN c.state <> 'disconnected' THEN a.trouble END, c.connected_at,
            CASE WHEN c.state = 'connected' THEN a.access_expires END, p.read_to, c.zone,
            f.count, f.subject, f.key, f.field, f.problem
        FROM connections AS c JOIN accounts AS a ON (a.tenant_id, a.id) = (c.tenant_id, c.account_id)
        LEFT JOIN cursors AS p ON (p.tenant_id, p.shop_id, p.name) = (c.tenant_id, c.shop_id, 'orders')
        LEFT JOIN LATERAL (
            SELECT count(*) OVER () AS count, subject, key, field, problem FROM faults
            WHERE tenant_id = c.tenant_id AND shop_id = c.shop_id AND c.state <> 'disconnected'
            ORDER BY last_at DESC, key LIMIT 1) AS f ON true
        """

    /// All that the caller may see, by title.
    static func list(_ tenants: [TenantID], _ database: Transaction) async throws -> [ConnectionRecord] {
        try await database.rows(
            """
            \(records) WHERE c.tenant_id = ANY(\(tenants.map(\.uuid))) ORDER BY c.title, c.shop_id LIMIT \(most)
            """, as: Row.self
        ).map(\.record)
    }

    /// One shop as it stands.
    static func record(_ shop: ShopID, _ tenant: TenantID, _ database: Transaction) async throws -> ConnectionRecord? {
        try await database.first(
            "\(records) WHERE c.tenant_id = \(tenant.uuid) AND c.shop_id = \(shop.uuid)", as: Row.self)?.record
    }

    /// One shop that the caller may see, locked.
    static func lock(_ shop: ShopID, _ tenants: [TenantID], _ database: Transaction) async throws -> Connection? {
        try await database.first(
            """
            SELECT \(unsafe: Connection.columns) FROM connections
            WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND shop_id = \(shop.uuid) FOR UPDATE
            """, as: Connection.self)
    }

    /// Writes in which zone a shop's days are.
    static func set(_ connection: Connection, _ database: Transaction) async throws {
        try await database.run(
            """
            UPDATE connections SET zone = \(connection.zone as String?), version = \(Int32(connection.version)),
                changed_at = now()
            WHERE tenant_id = \(connection.tenant.uuid) AND shop_id = \(connection.shop.uuid)
            """)
    }

    /// Writes that a shop is disconnected; an account with no other shop is given up with it.
    static func end(_ connection: Connection, _ database: Transaction) async throws {
        try await database.run(
            """
            UPDATE connections SET state = 'disconnected', version = \(Int32(connection.version)), changed_at = now()
            WHERE tenant_id = \(connection.tenant.uuid) AND shop_id = \(connection.shop.uuid)
            """)
        try await database.run(
            """
            UPDATE accounts SET state = 'disconnected', trouble = NULL, changed_at = now()
            WHERE tenant_id = \(connection.tenant.uuid) AND id = \(connection.account) AND NOT EXISTS (
                SELECT FROM connections AS c WHERE c.tenant_id = \(connection.tenant.uuid)
                    AND c.account_id = \(connection.account) AND c.state <> 'disconnected')
            """)
    }

    private struct Row: PostgresRow {
        let record: ConnectionRecord

        init(row: inout RowReader) throws {
            let (tenant, shop) = try row.next((UUID, UUID).self)
            let (channelShop, title, region) = try row.next((String, String, String).self)
            let state = try row.word(ConnectionChanged.State.self)
            let (trouble, connectedAt) = try row.next((String?, Date).self)
            let (accessExpires, polledTo, zone) = try row.next((Date?, Date?, String?).self)
            let both = [trouble, try Self.faults(&row)].compactMap(\.self)
            record = ConnectionRecord(
                tenant: TenantID(tenant), shop: ShopID(shop), channelShop: channelShop, title: title, region: region,
                state: state, trouble: both.isEmpty ? nil : both.joined(separator: " "),
                connectedAt: Instant(nearest: connectedAt),
                accessExpiresAt: accessExpires.map { Instant(nearest: $0) },
                polledTo: polledTo.map { Instant(nearest: $0) }, zone: zone)
        }

        /// The newest of the things that could not be read; nil when there is none.
        private static func faults(_ row: inout RowReader) throws -> String? {
            let (count, subject, key) = try row.next((Int?, String?, String?).self)
            let (field, problem) = try row.next((String?, String?).self)
            guard let count, let subject, let key, let field, let problem else { return nil }
            return Explanation.unreadable(count, lately: "\(subject) \(key)", because: "\(field) \(problem)")
        }
    }
}
