import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Asks the channel which shops an account still opens, after somebody said that the authorization ended or will end.
/// A webhook alone closes nothing.
struct CheckAccount: WorkKind {
    static let name = "accounts.check"
    static let endpoint = Budgets.accounts

    let desk: ChannelDesk

    /// What was said of an account.
    struct Told: Codable, Sendable, Hashable {
        /// When the seller's consent ends.
        var end: Instant?
    }

    /// Wants a shop's account looked at.
    static func item(_ shop: Connection, told end: Instant? = nil, cause: Metadata? = nil) -> WorkItem {
        WorkItem(
            CheckAccount.self, tenant: shop.tenant, key: shop.account.text, shop: shop.shop, payload: Told(end: end),
            priority: -5, cause: cause)
    }

    /// Wants the account looked at with whose tokens a shop is called.
    static func item(
        _ papers: ChannelDesk.Papers, _ shop: Connection, told end: Instant? = nil, cause: Metadata? = nil
    ) -> WorkItem {
        WorkItem(
            CheckAccount.self, tenant: papers.tenant, key: papers.account.text, shop: shop.shop,
            payload: Told(end: end), priority: -5, cause: cause)
    }

    func perform(_ job: Job<Told>) async throws -> WorkResult {
        guard let id = UUID(text: job.item.key),
            let account = try await desk.accounts.find(id, tenant: job.tenant, desk.database),
            account.state == .connected, let channel = desk.channel(of: account.app)
        else { return .done() }
        // A creator's token opens no shop to ask for; that it can be renewed says as much.
        guard account.holder == .seller else {
            return .done { try WorkQueue.enqueue([RefreshToken.item(id, tenant: job.tenant)], into: &$0) }
        }
        let token = try await desk.accounts.accessToken(account, for: Self.name, desk.database)
        do {
            let page = try await channel.send(GetAuthorizedShops(), as: ShopAccess(token: token))
            return keep(Set(page.items.compactMap(\.id)), account, job.item.payload.end?.date, job.tenant)
        } catch let error as TikTokShopError where error.kind == .tokenExpired || isWorthRenewing(error, account) {
            try await desk.queue.enqueue([RefreshToken.item(id, tenant: job.tenant)])
            return .postponed(after: .seconds(5), "the access token is no longer taken")
        } catch let error as TikTokShopError where error.endsAuthorization {
            return .done { transaction in
                try await desk.close(account, .deauthorized, trouble: Explanation.deauthorized, transaction)
            }
        }
    }

    /// Whether a token that is not known any more may have been replaced: by a renewal whose answer was lost, say. One
    /// that was given out just now was not; then the seller has taken the app away.
    private func isWorthRenewing(_ error: TikTokShopError, _ account: AccountStore.Account) -> Bool {
        error.kind == .tokenInvalid
            && desk.now().timeIntervalSince(account.grantedAt) >= RefreshToken.freshness
    }

    private func keep(
        _ channelShops: Set<String>, _ account: AccountStore.Account, _ told: Date?, _ tenant: TenantID
    ) -> WorkResult {
        // The account opens shops as we look: an end that has passed cannot be true.
        let end = told.flatMap { $0 > desk.now() ? $0 : nil }
        let isEnding = desk.isEnding(account.refreshExpires, told: end ?? account.toldEnd)
        return .done { transaction in
            let lost = try await desk.shops(of: account, transaction).subtracting(channelShops)
            var pipeline = Pipeline()
            if let end { AccountStore.note(account.id, tenant: tenant, end: end, &pipeline) }
            if isEnding { AccountStore.note(account.id, tenant: tenant, trouble: Explanation.expiring, &pipeline) }
            let rest = pipeline
            if !rest.isEmpty { try await transaction.send(rest) }
            return try await desk.close(
                account, only: lost, .deauthorized, trouble: Explanation.deauthorized, transaction)
        }
    }
}
