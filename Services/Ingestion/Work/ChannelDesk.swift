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
    let channel: any Channel
    let accounts: AccountStore
    let orders: OrderStore
    let queue: WorkQueue
    /// Makes pseudonyms of buyers.
    let buyerKey: SymmetricKey
    var settings: WorkSettings
    var now: @Sendable () -> Date = { Date() }

    /// A shop whose papers lie open.
    struct OpenShop: Sendable {
        let connection: Connection
        let access: ShopAccess

        var tenant: TenantID { connection.tenant }
        var shop: ShopID { connection.shop }
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
    func open(_ shop: ShopID?, tenant: TenantID, for purpose: String) async throws -> OpenShop {
        guard let shop, let connection = try await ConnectionStore.find(shop, tenant: tenant, database),
            connection.state == .connected,
            let account = try await accounts.find(connection.account, tenant: tenant, database)
        else { throw Closed.notConnected }
        guard account.accessExpires.timeIntervalSince(now()) > Self.tokenMargin else {
            try await queue.enqueue([RefreshToken.item(account.id, tenant: tenant)])
            throw Closed.tokenEnding
        }
        let token = try await accounts.accessToken(account, for: purpose, database)
        return OpenShop(connection: connection, access: ShopAccess(token: token, cipher: connection.cipher))
    }

    /// Does work for a shop and turns what every call can run into into the same results.
    ///
    /// - Parameters:
    ///   - closed: What becomes of the work when the shop is not connected.
    ///   - end: How it ends when it cannot be done at all; nil: nobody waits for an answer.
    func attend<Payload>(
        _ job: Job<Payload>, purpose: String, closed: WorkResult, end: CommandEnd? = nil,
        _ body: (OpenShop) async throws -> WorkResult
    ) async throws -> WorkResult {
        if let answer = end?.left(job) { return answer }
        do {
            let shop = try await open(job.shop, tenant: job.tenant, for: purpose)
            do {
                return try await body(shop)
            } catch let error as TikTokShopError {
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
            try await queue.enqueue([RefreshToken.item(shop.connection.account, tenant: shop.tenant)])
            return .postponed(after: Self.refreshPause, "the access token has ended")
        case .deauthorized, .tokenInvalid:
            try await queue.enqueue([CheckAccount.item(shop.connection)])
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

/// How often and how far work looks.
struct WorkSettings: Sendable {
    /// Between two polls of a shop's orders.
    var pollEvery = Duration.seconds(60)
    /// Between two readings of a shop's returns.
    var returnsEvery = Duration.seconds(300)
    /// Between two readings of a shop's catalogue.
    var catalogueEvery = Duration.seconds(6 * 3600)
    /// Between two looks at a parcel under the channel's label; changes of its order come sooner.
    var scanEvery = Duration.seconds(2 * 3600)
    /// How far a poll looks back behind what it has read: webhooks come late and clocks differ.
    var overlap: TimeInterval = 300
    /// How far back the first reading goes.
    var backfill: TimeInterval = 90 * 86_400
    /// How long before its end an access token is renewed.
    var refreshAhead: TimeInterval = 86_400
    /// Where the channel sends a shop's webhooks; nil: to the address in Partner Center.
    var webhookAddress: String?
}
