import Contracts
import Foundation
import Postgres

/// What the app that only reads may see.
enum ReadGrantStore {
    /// Live grants of shops and creators, by the channel's ids, whoever began them.
    static func load(_ channelAccounts: [String], _ pipeline: inout Pipeline) -> Pending<[ReadGrant]> {
        pipeline.rows(
            """
            SELECT \(unsafe: ReadGrant.columns) FROM read_grants
            WHERE channel_account = ANY(\(channelAccounts)) AND state = 'connected' ORDER BY tenant_id, id
            """, as: ReadGrant.self)
    }

    /// A live grant of a shop or a creator, whoever began it; the given tenant's own before others'.
    static func find(_ id: UUID, near tenant: TenantID, _ client: some PostgresClient) async throws -> ReadGrant? {
        try await client.first(
            """
            SELECT \(unsafe: ReadGrant.columns) FROM read_grants WHERE id = \(id) AND state = 'connected'
            ORDER BY tenant_id = \(tenant.uuid) DESC, granted_at, tenant_id LIMIT 1
            """, as: ReadGrant.self)
    }

    /// A tenant's own grant of a shop or a creator, whatever has become of it.
    static func find(_ id: UUID, of tenant: TenantID, _ client: some PostgresClient) async throws -> ReadGrant? {
        try await client.first(
            "SELECT \(unsafe: ReadGrant.columns) FROM read_grants WHERE tenant_id = \(tenant.uuid) AND id = \(id)",
            as: ReadGrant.self)
    }

    /// What an account lets be read, locked, in key order.
    static func lock(account: UUID, tenant: TenantID, _ client: some PostgresClient) async throws -> [ReadGrant] {
        try await client.rows(
            """
            SELECT \(unsafe: ReadGrant.columns) FROM read_grants
            WHERE tenant_id = \(tenant.uuid) AND account_id = \(account) ORDER BY id FOR UPDATE
            """, as: ReadGrant.self)
    }

    /// The known ones among these of a tenant, locked, by the channel's ids.
    static func lock(
        _ channelAccounts: [String], _ holder: Holder, tenant: TenantID, _ client: some PostgresClient
    ) async throws -> [String: ReadGrant] {
        let rows = try await client.rows(
            """
            SELECT \(unsafe: ReadGrant.columns) FROM read_grants WHERE tenant_id = \(tenant.uuid)
                AND holder = \(holder.rawValue) AND channel_account = ANY(\(channelAccounts)) ORDER BY id FOR UPDATE
            """, as: ReadGrant.self)
        return Dictionary(rows.map { ($0.channelAccount, $0) }) { first, _ in first }
    }

    /// Under which ids shops or creators are known already, to whomever: by a connection, else by the oldest grant.
    /// Nobody else gives one of them an id until the end of the transaction.
    static func ids(
        _ channelAccounts: [String], _ holder: Holder, _ transaction: Transaction
    ) async throws -> [String: UUID] {
        for name in Set(channelAccounts).sorted() {
            try await transaction.run(
                "SELECT pg_advisory_xact_lock(hashtextextended(\(name), 'read_grants'::regclass::oid::bigint))")
        }
        let grants = try await transaction.rows(
            """
            SELECT DISTINCT ON (channel_account) channel_account, id FROM read_grants
            WHERE holder = \(holder.rawValue) AND channel_account = ANY(\(channelAccounts))
            ORDER BY channel_account, granted_at, id
            """, as: (String, UUID).self)
        guard holder == .seller else { return Dictionary(grants) { first, _ in first } }
        let connections = try await transaction.rows(
            """
            SELECT channel_shop, shop_id FROM connections
            WHERE channel_shop = ANY(\(channelAccounts)) AND state <> 'disconnected'
            """, as: (String, UUID).self)
        return Dictionary(grants + connections) { _, later in later }
    }

    /// What is granted of shops by whomever, to be told with their connections.
    static func granted(
        _ shops: [ShopID], _ client: some PostgresClient
    ) async throws -> [ShopID: [ConnectionChanged.Grant]] {
        let rows = try await client.rows(
            """
            SELECT id, granted FROM read_grants
            WHERE id = ANY(\(shops.map(\.uuid))) AND state = 'connected' AND granted IS NOT NULL
            """, as: (UUID, [String]).self)
        return rows.reduce(into: [:]) { known, row in
            let words = row.1.compactMap(ConnectionChanged.Grant.init)
            known[ShopID(row.0)] = GrantedWords.union(known[ShopID(row.0)], words)
        }
    }

    /// Writes grants; each is new or has a higher version than before.
    static func save(_ grants: [ReadGrant], _ pipeline: inout Pipeline) {
        for grant in grants.sorted(by: { ($0.tenant, $0.id.text) < ($1.tenant, $1.id.text) }) {
            pipeline.run(
                """
                INSERT INTO read_grants AS old (\(unsafe: ReadGrant.columns))
                VALUES (\(grant.tenant.uuid), \(grant.id), \(grant.holder.rawValue), \(grant.account),
                    \(grant.channelAccount), \(grant.cipher), \(grant.title), \(grant.region),
                    \(grant.state.rawValue), \(grant.granted?.map(\.rawValue) as [String]?), \(Int32(grant.version)),
                    \(grant.grantedAt))
                ON CONFLICT (tenant_id, id) DO UPDATE SET account_id = excluded.account_id, cipher = excluded.cipher,
                    title = excluded.title, region = excluded.region, state = excluded.state,
                    granted = excluded.granted, version = excluded.version, changed_at = now()
                """)
        }
    }
}
