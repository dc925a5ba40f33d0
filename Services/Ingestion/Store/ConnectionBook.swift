import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Enters what a seller has granted: the account with its tokens, the shops, and the work that begins with them.
struct ConnectionBook: Sendable {
    let desk: ChannelDesk
    let tenant: TenantID
    /// What brought the grant.
    let callback: UUID

    /// Writes all of it in one transaction; answers what is told.
    func save(_ grant: TokenGrant, _ shops: [AuthorizedShop], _ transaction: Transaction) async throws -> [Draft] {
        guard try await isFree(shops, transaction) else {
            var refusal = Pipeline()
            CallbackStore.refuse(callback, Explanation.otherBrand, &refusal)
            let rest = refusal
            try await transaction.send(rest)
            return []
        }
        let seen = try await ReadGrantStore.lock(shops.compactMap(\.id), .seller, tenant: tenant, transaction)
        let known = try await lock(shops, transaction)
        let account = try await account(grant, transaction)
        let ids = try await ReadGrantStore.ids(shops.compactMap(\.id), .seller, transaction)
        let connections = try await granting(
            shops.map { connection($0, account, known, ids) }, grant, transaction)
        var pipeline = Pipeline()
        try desk.accounts.save(grant, id: account, tenant: tenant, &pipeline)
        AccountStore.note(account, tenant: tenant, end: nil, &pipeline)
        if let trouble = Explanation.missing(of: grant.grantedScopes) {
            AccountStore.note(account, tenant: tenant, trouble: trouble, &pipeline)
        }
        ConnectionStore.save(connections, &pipeline)
        let tellings = tellings(connections, known, seen)
        TellingStore.save(tellings, &pipeline)
        let work = work(connections, grant, account) + tellings.map { TellHistory.item($0.key) }
        try WorkQueue.enqueue(work, into: &pipeline)
        let advice = grant.grantedScopes.isEmpty ? nil : ScopeCheck(granted: grant.grantedScopes).advice
        CallbackStore.connect(callback, tenant: tenant, shops: connections.map(\.shop), advice: advice, &pipeline)
        let rest = pipeline
        try await transaction.send(rest)
        return connections.map { Draft($0.message, tenant: tenant, subject: $0.channelShop) }
    }

    /// Whether no other brand holds one of the shops. Of two at the same time an index refuses one, whose work then
    /// comes here again.
    private func isFree(_ shops: [AuthorizedShop], _ transaction: Transaction) async throws -> Bool {
        try await transaction.first(
            """
            SELECT NOT EXISTS (SELECT FROM connections WHERE channel_shop = ANY(\(shops.compactMap(\.id)))
                AND tenant_id <> \(tenant.uuid) AND state <> 'disconnected')
            """, as: Bool.self) ?? true
    }

    private func lock(_ shops: [AuthorizedShop], _ transaction: Transaction) async throws -> [Connection] {
        try await transaction.rows(
            """
            SELECT \(unsafe: Connection.columns) FROM connections
            WHERE tenant_id = \(tenant.uuid) AND channel_shop = ANY(\(shops.compactMap(\.id)))
            ORDER BY shop_id FOR UPDATE
            """, as: Connection.self)
    }

    private func account(_ grant: TokenGrant, _ transaction: Transaction) async throws -> UUID {
        guard let openID = grant.openID else { return .v7(at: desk.now()) }
        let known = try await transaction.first(
            """
            SELECT id FROM accounts WHERE tenant_id = \(tenant.uuid) AND app = 'operations' AND open_id = \(openID)
            FOR UPDATE
            """, as: UUID.self)
        return known ?? .v7(at: desk.now())
    }

    /// The connections with what may be read by them, or by a grant to the app that only reads.
    private func granting(
        _ connections: [Connection], _ grant: TokenGrant, _ transaction: Transaction
    ) async throws -> [Connection] {
        let seen = try await ReadGrantStore.granted(connections.map(\.shop), transaction)
        return connections.map { connection in
            var connection = connection
            let own = GrantedWords.read(grant.grantedScopes)
            connection.granted = GrantedWords.connected(own, seen: seen[connection.shop])
            return connection
        }
    }

    /// - Parameter ids: Under which ids shops are known to the app that only reads: they are the same.
    private func connection(
        _ shop: AuthorizedShop, _ account: UUID, _ known: [Connection], _ ids: [String: UUID]
    ) -> Connection {
        guard var connection = known.first(where: { $0.channelShop == shop.id }) else {
            return Connection(
                tenant: tenant, shop: ids[shop.id ?? ""].map { ShopID($0) } ?? .mint(at: desk.now()), account: account,
                channelShop: shop.id ?? "",
                cipher: shop.cipher ?? "", title: shop.name ?? "", region: shop.region ?? "",
                connectedAt: desk.now())
        }
        connection.account = account
        connection.cipher = shop.cipher ?? connection.cipher
        connection.title = shop.name?.nonEmpty ?? connection.title
        connection.region = shop.region?.nonEmpty ?? connection.region
        return connection.becoming(.connected)
    }

    /// What was only read of a shop until now was told under names that nobody acts on: it is told once more.
    private func tellings(
        _ connections: [Connection], _ known: [Connection], _ seen: [String: ReadGrant]
    ) -> [Telling] {
        connections.compactMap { connection in
            let was = known.first { $0.shop == connection.shop }
            guard was?.state != .connected, seen[connection.channelShop] != nil else { return nil }
            return Telling(
                openingOf: connection.shop, of: tenant, since: desk.now().addingTimeInterval(-desk.settings.backfill))
        }
    }

    /// Everything that begins with a connection. After a renewal it finds its cursors and fills the gap.
    private func work(_ connections: [Connection], _ grant: TokenGrant, _ account: UUID) -> [WorkItem] {
        let settings = desk.settings
        let shops = connections.flatMap { shop in
            [
                SubscribeWebhooks.item(shop), SyncWarehouses.item(shop),
                SyncCatalogue.item(shop, every: settings.catalogueEvery), PollOrders.item(shop, settings),
                BackfillOrders.item(shop), SyncReturns.item(shop, every: settings.returnsEvery),
            ] + ReadGrantBook.work(shop, settings)
        }
        let pause = desk.pauseUntilRefresh(grant.accessTokenExpires)
        return shops + connections.prefix(1).map { RefreshToken.item(account, tenant: $0.tenant, after: pause) }
    }
}
