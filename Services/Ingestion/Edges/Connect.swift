import Contracts
import Crypto
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Connecting a seller: sends the browser to the channel with a state that only we can have made, takes it back, and
/// makes connections of what came with it. The HTTP around it is the gateway's.
struct Connect: Sendable {
    let desk: ChannelDesk
    let page: AuthorizationPage

    /// Runs a transaction that can also send messages, as the service itself.
    typealias Transact = (
        _ body: (MessagingTransaction) async throws -> [Connection]
    ) async throws -> [Connection]

    /// How long a seller may take to agree; a code lives half an hour.
    private static let stateLife: TimeInterval = 1800

    /// What came of a callback.
    enum Outcome: Hashable, Sendable {
        /// These shops of a brand are connected; `advice` names permissions that are missing.
        case connected(TenantID, [ShopID], advice: String?)
        /// The sentence is to be shown as it is.
        case refused(String)
        /// The channel did not answer.
        case unreachable
    }

    /// Begins: the address to send the browser to. A market that does not work refuses nothing here; it merely has no
    /// ship call.
    func begin(
        _ market: AuthorizationPage.Market, tenant: TenantID, _ client: some PostgresClient
    ) async throws -> String {
        let state = Self.newState()
        try await client.run(
            """
            INSERT INTO oauth_states (tenant_id, state_hash, market, expires_at)
            VALUES (\(tenant.uuid), \(Self.hash(state)), \(market.rawValue),
                \(desk.now().addingTimeInterval(Self.stateLife)))
            """)
        return page.url(market, state: state)
    }

    /// Ends: takes what the browser brought back.
    func finish(_ redirect: AuthorizationRedirect, _ transact: Transact) async throws -> Outcome {
        switch redirect {
        case .malformed: return .refused("The address lacks the code that TikTok Shop gives. Start again.")
        case .refused(let reason, _): return .refused("TikTok Shop says that access was not granted: \(reason).")
        case .granted(let code, let state?): return try await finish(code, state, transact)
        case .granted(let code, nil): return try await finishWithoutState(code, transact)
        }
    }

    private func finish(_ code: Credential, _ state: String, _ transact: Transact) async throws -> Outcome {
        // Used up in one statement, so that a state works once whoever else holds it.
        let tenant = try await desk.database.first(
            """
            UPDATE oauth_states SET used_at = now()
            WHERE state_hash = \(Self.hash(state)) AND used_at IS NULL AND expires_at > \(desk.now())
            RETURNING tenant_id
            """, as: UUID.self)
        guard let tenant else {
            return .refused(
                "This connection was begun too long ago, or elsewhere, or was finished before. Start again.")
        }
        return try await connect(code, transact) { _ in TenantID(tenant) }
    }

    /// From Seller Center's app store, and on authorizing again there, no state comes back: then it can only be the
    /// renewal of a connection that exists.
    private func finishWithoutState(_ code: Credential, _ transact: Transact) async throws -> Outcome {
        try await connect(code, transact) { grant in
            guard let openID = grant.openID else { return nil }
            let known = try await desk.accounts.find(openID: openID, desk.database)
            return known.count == 1 ? known[0].tenant : nil
        }
    }

    // MARK: Connecting

    private func connect(
        _ code: Credential, _ transact: Transact, _ owner: (TokenGrant) async throws -> TenantID?
    ) async throws -> Outcome {
        let grant: TokenGrant
        let shops: [AuthorizedShop]
        do {
            grant = try await desk.channel.grant(code: code)
            shops = try await desk.channel.send(GetAuthorizedShops(), as: ShopAccess(token: grant.accessToken)).items
        } catch let error as TikTokShopError where error.kind == .scopeMissing {
            return .refused(Explanation.missingScope(error.endpoint))
        } catch let error as TikTokShopError where error.kind == .authCodeInvalid {
            return .refused("The code of TikTok Shop was used before or is too old. Start again.")
        } catch let error as TikTokShopError where error.isPassing {
            return .unreachable
        }
        guard grant.userType == .seller || grant.userType == nil else {
            return .refused("This is not a seller's account. Connect with the account that owns the shop.")
        }
        let usable = shops.filter { $0.id?.nonEmpty != nil && $0.cipher?.nonEmpty != nil }
        guard !usable.isEmpty else { return .refused(Explanation.noActiveShop) }
        guard let tenant = try await owner(grant) else {
            return .refused("This account is not connected yet. Start from the page of connections.")
        }
        return try await keep(grant, usable, tenant, transact)
    }

    private func keep(
        _ grant: TokenGrant, _ shops: [AuthorizedShop], _ tenant: TenantID, _ transact: Transact
    ) async throws -> Outcome {
        let advice = ScopeCheck(granted: grant.grantedScopes).advice
        do {
            let connections = try await transact { try await save(grant, shops, tenant, $0) }
            desk.queue.nudge()
            return .connected(tenant, connections.map(\.shop), advice: grant.grantedScopes.isEmpty ? nil : advice)
        } catch let error as PostgresError where error.constraint == "connections_by_channel_shop" {
            return .refused("The shop is connected to another brand. Disconnect it there first.")
        }
    }

    private func save(
        _ grant: TokenGrant, _ shops: [AuthorizedShop], _ tenant: TenantID, _ transaction: MessagingTransaction
    ) async throws -> [Connection] {
        let known = try await transaction.database.rows(
            """
            SELECT \(unsafe: Connection.columns) FROM connections
            WHERE tenant_id = \(tenant.uuid) AND channel_shop = ANY(\(shops.compactMap(\.id)))
            ORDER BY shop_id FOR UPDATE
            """, as: Connection.self)
        let accountID = try await account(grant, tenant, transaction.database)
        let connections = shops.map { connection($0, accountID, tenant, known) }
        var pipeline = Pipeline()
        try desk.accounts.save(grant, id: accountID, tenant: tenant, &pipeline)
        ConnectionStore.save(connections, &pipeline)
        try WorkQueue.enqueue(work(connections, grant, accountID), into: &pipeline)
        let rest = pipeline
        try await transaction.database.send(rest)
        try transaction.publish(connections.map { Draft($0.message, tenant: tenant, subject: $0.channelShop) })
        return connections
    }

    private func account(_ grant: TokenGrant, _ tenant: TenantID, _ transaction: Transaction) async throws -> UUID {
        guard let openID = grant.openID else { return .v7(at: desk.now()) }
        let known = try await transaction.first(
            "SELECT id FROM accounts WHERE tenant_id = \(tenant.uuid) AND open_id = \(openID) FOR UPDATE", as: UUID.self
        )
        return known ?? .v7(at: desk.now())
    }

    private func connection(
        _ shop: AuthorizedShop, _ account: UUID, _ tenant: TenantID, _ known: [Connection]
    ) -> Connection {
        guard var connection = known.first(where: { $0.channelShop == shop.id }) else {
            return Connection(
                tenant: tenant, shop: .mint(at: desk.now()), account: account, channelShop: shop.id ?? "",
                cipher: shop.cipher ?? "", title: shop.name ?? "", region: shop.region ?? "",
                connectedAt: desk.now())
        }
        connection.account = account
        connection.cipher = shop.cipher ?? connection.cipher
        connection.title = shop.name?.nonEmpty ?? connection.title
        connection.region = shop.region?.nonEmpty ?? connection.region
        return connection.becoming(.connected)
    }

    /// Everything that begins with a connection. After a renewal it finds its cursors and fills the gap.
    private func work(_ connections: [Connection], _ grant: TokenGrant, _ account: UUID) -> [WorkItem] {
        let settings = desk.settings
        let shops = connections.flatMap { shop in
            [
                SubscribeWebhooks.item(shop), SyncWarehouses.item(shop),
                SyncCatalogue.item(shop, every: settings.catalogueEvery), PollOrders.item(shop, settings),
                BackfillOrders.item(shop), SyncReturns.item(shop, every: settings.returnsEvery),
            ]
        }
        let pause = desk.pauseUntilRefresh(grant.accessTokenExpires)
        return shops + connections.prefix(1).map { RefreshToken.item(account, tenant: $0.tenant, after: pause) }
    }

    // MARK: States

    /// 32 random bytes in the alphabet of RFC 4648 §5.
    private static func newState() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private static func hash(_ state: String) -> [UInt8] {
        Array(SHA256.hash(data: Data(state.utf8)))
    }
}

extension TikTokShopError {
    /// Whether the same call may work in a minute.
    fileprivate var isPassing: Bool {
        switch kind {
        case .unreachable, .outcomeUnknown, .cancelled, .malformedAnswer, .throttled, .dailyQuota, .transient: true
        default: false
        }
    }
}
