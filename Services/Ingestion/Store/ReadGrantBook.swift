import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Enters what somebody has let the app see that only reads: the account with its tokens, the shops or the creator, and
/// the readings that begin with them. No connection for operations is touched, but for what is told to be granted.
struct ReadGrantBook: Sendable {
    let desk: ChannelDesk
    /// Who began it.
    let tenant: TenantID
    /// What brought the grant.
    let callback: UUID

    /// The readings that only scores need.
    static let figures = [
        SyncStatements.name, ReadStatement.name, SyncPayments.name, SyncAffiliateOrders.name,
        ReviewAffiliateOrders.name, SyncShopFacts.name,
    ]

    /// What is read of a shop, or of a creator, for scores.
    static func work(_ shop: Connection, _ settings: WorkSettings) -> [WorkItem] {
        let affiliate = [SyncAffiliateOrders.item(shop, settings), ReviewAffiliateOrders.item(shop, settings)]
        guard !shop.isCreator else { return affiliate }
        return affiliate + [
            SyncStatements.item(shop, settings), SyncPayments.item(shop, settings), SyncShopFacts.item(shop, settings),
        ]
    }

    /// Writes all of it in one transaction; answers what is told.
    ///
    /// - Parameter shops: What the account opens; none for a creator.
    func save(_ grant: TokenGrant, _ shops: [AuthorizedShop], _ transaction: Transaction) async throws -> [Draft] {
        let account = try await account(grant, transaction)
        let grants =
            try await shops.isEmpty
            ? [creator(grant, account, transaction)] : sellers(shops, grant, account, transaction)
        let owners = try await owners(of: grants, transaction)
        var pipeline = Pipeline()
        try desk.accounts.save(
            grant, id: account, tenant: tenant, app: .credit, holder: shops.isEmpty ? .creator : .seller, &pipeline)
        AccountStore.note(account, tenant: tenant, end: nil, &pipeline)
        ReadGrantStore.save(grants, &pipeline)
        try WorkQueue.enqueue(work(grants, owners, grant, account), into: &pipeline)
        CallbackStore.connect(
            callback, tenant: tenant, shops: grants.filter { $0.holder == .seller }.map { ShopID($0.id) },
            creator: grants.first { $0.holder == .creator }.map { CreatorID($0.id) }, advice: nil, &pipeline)
        let rest = pipeline
        try await transaction.send(rest)
        return grants.map { Draft($0.message, tenant: tenant, subject: $0.channelAccount) }
            + (try await Regranting.drafts(of: grants.map(\.id), transaction))
    }

    // MARK: Grants

    private func account(_ grant: TokenGrant, _ transaction: Transaction) async throws -> UUID {
        guard let openID = grant.openID else { return .v7(at: desk.now()) }
        let known = try await transaction.first(
            """
            SELECT id FROM accounts WHERE tenant_id = \(tenant.uuid) AND app = 'credit' AND open_id = \(openID)
            FOR UPDATE
            """, as: UUID.self)
        return known ?? .v7(at: desk.now())
    }

    private func sellers(
        _ shops: [AuthorizedShop], _ grant: TokenGrant, _ account: UUID, _ transaction: Transaction
    ) async throws -> [ReadGrant] {
        let names = shops.compactMap(\.id)
        let ids = try await ReadGrantStore.ids(names, .seller, transaction)
        let known = try await ReadGrantStore.lock(names, .seller, tenant: tenant, transaction)
        return shops.compactMap { shop in
            guard let name = shop.id else { return nil }
            let new = ReadGrant(
                tenant: tenant, id: ids[name] ?? .v7(at: desk.now()), holder: .seller, account: account,
                channelAccount: name, grantedAt: desk.now())
            var next = (known[name] ?? new).becoming(.connected)
            next.account = account
            next.cipher = shop.cipher ?? next.cipher
            next.title = shop.name?.nonEmpty ?? next.title
            next.region = shop.region?.nonEmpty ?? next.region
            next.granted = GrantedWords.read(grant.grantedScopes)
            return next
        }
    }

    private func creator(
        _ grant: TokenGrant, _ account: UUID, _ transaction: Transaction
    ) async throws -> ReadGrant {
        let name = grant.openID ?? account.text
        // One creator is one account, whoever began it: nobody's commission counts twice.
        let ids = try await ReadGrantStore.ids([name], .creator, transaction)
        let known = try await ReadGrantStore.lock([name], .creator, tenant: tenant, transaction)
        let new = ReadGrant(
            tenant: tenant, id: ids[name] ?? .v7(at: desk.now()), holder: .creator, account: account,
            channelAccount: name, grantedAt: desk.now())
        var next = (known[name] ?? new).becoming(.connected)
        next.account = account
        next.title = grant.sellerName?.nonEmpty ?? next.title
        next.region = grant.sellerBaseRegion?.nonEmpty ?? next.region
        next.granted = GrantedWords.read(grant.grantedScopes)
        return next
    }

    // MARK: Connections for operations

    /// The live connections of the shops, whosever, locked: what is read is theirs.
    private func owners(of grants: [ReadGrant], _ transaction: Transaction) async throws -> [Connection] {
        try await transaction.rows(
            """
            SELECT \(unsafe: Connection.columns) FROM connections
            WHERE channel_shop = ANY(\(grants.filter { $0.holder == .seller }.map(\.channelAccount)))
                AND state = 'connected' ORDER BY tenant_id, shop_id FOR UPDATE
            """, as: Connection.self)
    }

    /// Statements and the like are read for the brand that the shop is connected for. Where that is not the one that
    /// granted this, all is read for the latter as well, its orders and returns with it: its past may be asked for.
    private func work(
        _ grants: [ReadGrant], _ owners: [Connection], _ grant: TokenGrant, _ account: UUID
    ) -> [WorkItem] {
        let settings = desk.settings
        let readings = grants.flatMap { grant -> [WorkItem] in
            let owner = owners.first { $0.shop.uuid == grant.id }
            let theirs = owner.map { Self.work($0, settings) } ?? []
            if owner?.tenant == tenant { return theirs }
            let shop = grant.connection(of: tenant, like: nil)
            guard grant.holder == .seller else { return Self.work(shop, settings) }
            let orders = [
                PollOrders.item(shop, settings), BackfillOrders.item(shop),
                SyncReturns.item(shop, every: settings.returnsEvery),
            ]
            return theirs + orders + Self.work(shop, settings)
        }
        let pause = desk.pauseUntilRefresh(grant.accessTokenExpires)
        return readings + [RefreshToken.item(account, tenant: tenant, after: pause)]
    }
}
