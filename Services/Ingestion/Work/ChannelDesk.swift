import Contracts
import Crypto
import Foundation
import Logging
import Messaging
import Postgres
import TikTokShop

/// What every kind of work needs: the channel, the shop's papers, the stores.
struct ChannelDesk: Sendable {
    let database: PostgresPool
    /// As the app for operations reaches it.
    let channel: any Channel
    let accounts: AccountStore
    let orders: OrderStore
    let queue: WorkQueue
    /// Makes pseudonyms of buyers.
    let buyerKey: SymmetricKey
    var settings: WorkSettings
    var now: @Sendable () -> Date = { Date() }
    /// As the app that only reads reaches it; nil where there is none.
    var readingChannel: (any Channel)?

    /// A shop whose papers lie open.
    struct OpenShop: Sendable {
        let connection: Connection
        let access: ShopAccess
        /// As the app reaches it whose papers these are.
        let channel: any Channel
        /// Whose tokens they are; of a shop that another brand is connected for, that other's.
        let holder: Papers

        var tenant: TenantID { connection.tenant }
        var shop: ShopID { connection.shop }
    }

    /// Whose tokens a shop is called with.
    struct Papers: Hashable, Sendable {
        let account: UUID
        let tenant: TenantID
    }

    /// Why a shop cannot be spoken for.
    enum Closed: Error, Hashable {
        case notConnected
        /// The access token ends within a minute; a new one is on its way.
        case tokenEnding
    }

    /// How soon before its end an access token is no longer used.
    private static let tokenMargin: TimeInterval = 60
    /// How soon a refresh is looked for.
    private static let refreshPause = Duration.seconds(5)

    /// Opens a shop's papers for one purpose, which is logged.
    func open(
        _ shop: ShopID?, tenant: TenantID, for purpose: String, as sight: Sight = .operations
    ) async throws -> OpenShop {
        guard let shop, let connection = try await connection(shop, tenant, sight),
            let (account, channel) = try await papers(of: connection, tenant)
        else { throw Closed.notConnected }
        guard account.accessExpires.timeIntervalSince(now()) > Self.tokenMargin else {
            try await queue.enqueue([RefreshToken.item(account.id, tenant: account.tenant)])
            throw Closed.tokenEnding
        }
        let token = try await accounts.accessToken(account, for: purpose, database)
        return OpenShop(
            connection: connection, access: ShopAccess(token: token, cipher: connection.cipher.nonEmpty),
            channel: channel, holder: Papers(account: account.id, tenant: account.tenant))
    }

    /// The live connection of a shop, or what the app that only reads may see of it.
    private func connection(_ shop: ShopID, _ tenant: TenantID, _ sight: Sight) async throws -> Connection? {
        let known = try await ConnectionStore.find(shop, tenant: tenant, database)
        let live = known.flatMap { $0.state == .connected ? $0 : nil }
        switch sight {
        case .operations: return live
        case .orders:
            if let live { return live }
            return try await seen(shop, tenant, known)
        case .figures:
            let seen = try await seen(shop, tenant, known)
            return seen ?? live
        }
    }

    /// The shop by a grant to the app that only reads: the brand's own, or, as long as the shop is connected for the
    /// brand, anybody's. Who has ended a connection is read no more by what another has granted.
    private func seen(_ shop: ShopID, _ tenant: TenantID, _ known: Connection?) async throws -> Connection? {
        guard readingChannel != nil,
            let grant = try await ReadGrantStore.find(shop.uuid, near: tenant, database),
            grant.tenant == tenant || known?.state == .connected
        else { return nil }
        return grant.connection(of: tenant, like: known)
    }

    private func papers(
        of connection: Connection, _ tenant: TenantID
    ) async throws -> (AccountStore.Account, any Channel)? {
        let holder = connection.grantor ?? tenant
        guard let account = try await accounts.find(connection.account, tenant: holder, database),
            let channel = channel(of: account.app)
        else { return nil }
        return (account, channel)
    }

    /// The channel as an app reaches it; nil where that app is not set.
    func channel(of app: PartnerApp) -> (any Channel)? {
        app == .operations ? channel : readingChannel
    }

    /// Does work for a shop and turns what every call can run into into the same results.
    ///
    /// - Parameters:
    ///   - sight: With which of the seller's consents.
    ///   - closed: What becomes of the work when the shop is not connected.
    ///   - end: How it ends when it cannot be done at all; nil: nobody waits for an answer.
    func attend<Payload>(
        _ job: Job<Payload>, purpose: String, as sight: Sight = .operations, closed: WorkResult,
        end: CommandEnd? = nil, _ body: (OpenShop) async throws -> WorkResult
    ) async throws -> WorkResult {
        if let answer = end?.left(job) { return answer }
        do {
            let shop = try await open(job.shop, tenant: job.tenant, for: purpose, as: sight)
            do {
                return try await body(shop)
            } catch let error as TikTokShopError {
                if error.kind == .scopeMissing, sight == .figures || shop.connection.isOnlyRead {
                    return .withheld(purpose, job)
                }
                return try await settle(error, shop, job, end)
            }
        } catch Closed.tokenEnding {
            return .postponed(after: Self.refreshPause, "the access token is being renewed")
        } catch Closed.notConnected {
            return closed
        } catch {
            guard let answer = end?.after(error, job) else { throw error }
            return answer
        }
    }

    /// What an error about access means; any other is thrown on, for the work queue to judge.
    private func settle<Payload>(
        _ error: TikTokShopError, _ shop: OpenShop, _ job: Job<Payload>, _ end: CommandEnd?
    ) async throws -> WorkResult {
        switch error.kind {
        case .tokenExpired:
            try await queue.enqueue([RefreshToken.item(shop.holder.account, tenant: shop.holder.tenant)])
            return .postponed(after: Self.refreshPause, "the access token has ended")
        case .deauthorized, .tokenInvalid:
            try await queue.enqueue([CheckAccount.item(shop.holder, shop.connection)])
            return .postponed(after: .seconds(60), "the channel says that we are not authorized", detail: "\(error)")
        case .scopeMissing:
            let account = shop.connection.account
            let sentence = Explanation.missingScope(error.endpoint)
            let note: WorkResult.Save = { AccountStore.note(account, tenant: shop.tenant, trouble: sentence, &$0) }
            guard let end else {
                return .failed("the seller has not granted what the call needs", detail: "\(error)", save: note)
            }
            try await job.checkpoint(note)
            return end.refuse("scopeMissing", sentence)
        default: throw error
        }
    }

    /// Reads orders of a shop.
    func reader(_ shop: OpenShop) -> OrderReader {
        OrderReader(
            market: shop.connection.region, buyers: BuyerPseudonyms(tenant: shop.tenant, key: buyerKey),
            readAt: Instant(now()))
    }
}
