import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Sellers' authorizations. Tokens are sealed: access tokens under one key, refresh tokens under another, and each time
/// that one is opened it is logged.
struct AccountStore: Sendable {
    /// Seals access tokens.
    let access: Vault
    /// Seals refresh tokens.
    let refresh: Vault

    /// An authorization as it is stored, tokens left sealed.
    struct Account: PostgresRow {
        let tenant: TenantID
        let id: UUID
        let openID: String
        let app: PartnerApp
        let holder: Holder
        let state: ConnectionChanged.State
        let accessExpires: Date
        let refreshExpires: Date
        /// When the channel says that the seller's consent ends; nil where it has not spoken of that.
        let toldEnd: Date?
        let scopes: [String]
        /// When its tokens were given out.
        let grantedAt: Date
        fileprivate let access: Vault.Sealed
        fileprivate let refresh: Vault.Sealed

        static let columns = """
            tenant_id, id, open_id, app, holder, state, access_expires, refresh_expires, told_end, scopes, granted_at, \
            access_token, access_key, \
            refresh_token, refresh_key
            """

        init(row: inout RowReader) throws {
            tenant = TenantID(try row.next(UUID.self))
            id = try row.next()
            openID = try row.next()
            app = PartnerApp(rawValue: try row.next()) ?? .operations
            holder = Holder(rawValue: try row.next()) ?? .seller
            state = ConnectionChanged.State(rawValue: try row.next()) ?? .disconnected
            accessExpires = try row.next()
            refreshExpires = try row.next()
            toldEnd = try row.next()
            scopes = try row.next()
            grantedAt = try row.next()
            access = Vault.Sealed(bytes: try row.next(), key: try row.next())
            refresh = Vault.Sealed(bytes: try row.next(), key: try row.next())
        }
    }

    /// One authorization.
    func find(_ id: UUID, tenant: TenantID, _ client: some PostgresClient) async throws -> Account? {
        try await client.first(
            """
            SELECT \(unsafe: Account.columns) FROM accounts WHERE tenant_id = \(tenant.uuid) AND id = \(id)
            """, as: Account.self)
    }

    /// The authorizations of a seller, whichever brand they were given to, without those that a brand has given up.
    func find(openID: String, app: PartnerApp, _ client: some PostgresClient) async throws -> [Account] {
        try await client.rows(
            """
            SELECT \(unsafe: Account.columns) FROM accounts
            WHERE open_id = \(openID) AND app = \(app.rawValue) AND state <> 'disconnected'
            ORDER BY tenant_id LIMIT 10
            """, as: Account.self)
    }

    /// Opens the access token, and logs that.
    func accessToken(_ account: Account, for purpose: String, _ client: some PostgresClient) async throws -> Credential
    {
        try await log("access", account, purpose, client)
        let bytes = try access.open(account.access, for: Self.place("access", account.id))
        return Credential(String(decoding: bytes, as: UTF8.self))
    }

    /// Opens the refresh token, and logs that.
    func refreshToken(_ account: Account, for purpose: String, _ client: some PostgresClient) async throws -> Credential
    {
        try await log("refresh", account, purpose, client)
        let bytes = try refresh.open(account.refresh, for: Self.place("refresh", account.id))
        return Credential(String(decoding: bytes, as: UTF8.self))
    }

    private func log(
        _ token: String, _ account: Account, _ purpose: String, _ client: some PostgresClient
    ) async throws {
        try await client.run(
            """
            INSERT INTO token_uses (tenant_id, account_id, token, purpose)
            VALUES (\(account.tenant.uuid), \(account.id), \(token), \(purpose))
            """)
    }

    /// Writes a new pair of tokens, both at once, for an account that is new or known.
    func save(
        _ grant: TokenGrant, id: UUID, tenant: TenantID, app: PartnerApp = .operations, holder: Holder = .seller,
        _ pipeline: inout Pipeline
    ) throws {
        let accessToken = try access.seal(Data(grant.accessToken.reveal().utf8), for: Self.place("access", id))
        let refreshToken = try refresh.seal(Data(grant.refreshToken.reveal().utf8), for: Self.place("refresh", id))
        pipeline.run(
            """
            INSERT INTO accounts AS old (tenant_id, id, open_id, title, state, access_token, access_key,
                access_expires, refresh_token, refresh_key, refresh_expires, scopes, granted_at, app, holder)
            VALUES (\(tenant.uuid), \(id), \(grant.openID ?? id.text), \(grant.sellerName ?? ""), 'connected',
                \(accessToken.bytes), \(accessToken.key), \(grant.accessTokenExpires), \(refreshToken.bytes),
                \(refreshToken.key), \(grant.refreshTokenExpires), \(grant.grantedScopes), now(),
                \(app.rawValue), \(holder.rawValue))
            ON CONFLICT (tenant_id, id) DO UPDATE SET state = 'connected', access_token = excluded.access_token,
                access_key = excluded.access_key, access_expires = excluded.access_expires,
                refresh_token = excluded.refresh_token, refresh_key = excluded.refresh_key,
                refresh_expires = excluded.refresh_expires, granted_at = now(), trouble = NULL, changed_at = now(),
                title = coalesce(nullif(excluded.title, ''), old.title),
                scopes = CASE WHEN excluded.scopes = '{}' THEN old.scopes ELSE excluded.scopes END
            """)
    }

    /// Whether an account's tokens are still those that were read; locks it. What the channel says of a token that has
    /// been replaced meanwhile says nothing of the new one.
    static func isCurrent(_ account: Account, _ transaction: Transaction) async throws -> Bool {
        try await transaction.first(
            """
            SELECT granted_at = \(account.grantedAt) FROM accounts
            WHERE tenant_id = \(account.tenant.uuid) AND id = \(account.id) FOR UPDATE
            """, as: Bool.self) ?? false
    }

    /// Notes that an account is no longer authorized, and what a person has to do.
    static func close(
        _ id: UUID, tenant: TenantID, _ state: ConnectionChanged.State, trouble: String, _ pipeline: inout Pipeline
    ) {
        pipeline.run(
            """
            UPDATE accounts SET state = \(state.rawValue), trouble = \(trouble), changed_at = now()
            WHERE tenant_id = \(tenant.uuid) AND id = \(id)
            """)
    }

    /// Notes what a person has to do about an account.
    static func note(_ id: UUID, tenant: TenantID, trouble: String, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE accounts SET trouble = \(trouble), changed_at = now()
            WHERE tenant_id = \(tenant.uuid) AND id = \(id) AND trouble IS DISTINCT FROM \(trouble)
            """)
    }

    /// Notes when the channel says that the seller's consent ends; nil: the seller has agreed anew.
    static func note(_ id: UUID, tenant: TenantID, end: Date?, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE accounts SET told_end = \(end as Date?)
            WHERE tenant_id = \(tenant.uuid) AND id = \(id)
            """)
    }

    /// Forgets the tokens of a shop's account, if no shop is left that they could open.
    static func forgetTokens(of shop: ShopID, tenant: TenantID, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE accounts SET access_token = '', refresh_token = '' WHERE tenant_id = \(tenant.uuid)
                AND state = 'disconnected' AND id IN (
                    SELECT account_id FROM connections
                    WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid)
                    UNION ALL
                    SELECT account_id FROM read_grants WHERE tenant_id = \(tenant.uuid) AND id = \(shop.uuid))
            """)
    }

    /// What a token, `access` or `refresh`, is sealed for.
    static func place(_ token: String, _ id: UUID) -> String { "accounts/\(id.text)/\(token)" }
}
