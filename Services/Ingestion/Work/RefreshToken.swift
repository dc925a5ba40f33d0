import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Renews an account's tokens before they end. One at a time per account, as a refresh token may work only once: the
/// work's key and its lease see to that.
struct RefreshToken: WorkKind {
    static let name = "tokens.refresh"
    static let endpoint = Budgets.tokens
    static let limits = WorkLimits(
        attempts: 100, backoff: WorkBackoff(first: .seconds(2), longest: .seconds(900)), isRepeatable: false)

    let desk: ChannelDesk

    /// A refresh that was asked for again right after one is not made again.
    static let freshness: TimeInterval = 60

    /// Wants an account's tokens renewed.
    static func item(_ account: UUID, tenant: TenantID, after pause: Duration = .zero) -> WorkItem {
        WorkItem(RefreshToken.self, tenant: tenant, key: account.text, after: pause, priority: -10)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let id = UUID(text: job.item.key),
            let account = try await desk.accounts.find(id, tenant: job.tenant, desk.database),
            account.state == .connected, let channel = desk.channel(of: account.app)
        else { return .done() }
        // Several jobs met the old token at the same time; the first of them has had it renewed.
        let isFresh = desk.now().timeIntervalSince(account.grantedAt) < Self.freshness
        if isFresh && account.accessExpires > desk.now() + Self.freshness {
            return next(account.accessExpires, id, job.tenant)
        }
        let token = try await desk.accounts.refreshToken(account, for: Self.name, desk.database)
        do {
            let grant = try await channel.grant(refreshing: token)
            return keep(grant, account, job.tenant)
        } catch let error as TikTokShopError where error.endsAuthorization {
            return .done { transaction in
                try await desk.close(account, .expired, trouble: Explanation.expired, transaction)
            }
        }
    }

    private func keep(
        _ grant: TokenGrant, _ account: AccountStore.Account, _ tenant: TenantID
    ) -> WorkResult {
        let id = account.id
        let (accounts, item) = (desk.accounts, item(id, tenant, grant.accessTokenExpires))
        let scopes = grant.grantedScopes.isEmpty ? account.scopes : grant.grantedScopes
        // A new pair of tokens neither prolongs nor widens what the seller has agreed to.
        let isEnding = desk.isEnding(grant.refreshTokenExpires, told: account.toldEnd)
        let missing = account.app == .operations ? Explanation.missing(of: scopes) : nil
        let trouble = isEnding ? Explanation.expiring : missing
        return .done { transaction in
            // The seller has agreed anew meanwhile: that pair is the newer one, and its renewal is planned already.
            guard try await AccountStore.isCurrent(account, transaction) else { return [] }
            var pipeline = Pipeline()
            try accounts.save(
                grant, id: id, tenant: tenant, app: account.app, holder: account.holder, &pipeline)
            if let trouble { AccountStore.note(id, tenant: tenant, trouble: trouble, &pipeline) }
            try WorkQueue.enqueue([item], into: &pipeline)
            let rest = pipeline
            try await transaction.send(rest)
            return []
        }
    }

    private func next(_ expires: Date, _ id: UUID, _ tenant: TenantID) -> WorkResult {
        let item = item(id, tenant, expires)
        return .done { pipeline in try WorkQueue.enqueue([item], into: &pipeline) }
    }

    private func item(_ id: UUID, _ tenant: TenantID, _ expires: Date) -> WorkItem {
        let pause = desk.pauseUntilRefresh(expires)
        return Self.item(id, tenant: tenant, after: pause)
    }
}

extension ChannelDesk {
    /// How long until a token that ends then is to be renewed: a day before, or after three quarters of a shorter life;
    /// at least a minute, so that a channel that hands out short-lived tokens is not asked without end.
    func pauseUntilRefresh(_ expires: Date) -> Duration {
        let life = expires.timeIntervalSince(now())
        return .seconds(max(60, max(life - settings.refreshAhead, min(life, settings.refreshAhead) * 3 / 4)))
    }

    /// Whether an authorization ends so soon that people are told: within 30 days, as the channel itself tells it.
    ///
    /// - Parameter end: When the channel says that it ends. One that has passed was not true.
    func isEnding(_ expires: Date, told end: Date? = nil) -> Bool {
        let ends = [expires, end.flatMap { $0 > now() ? $0 : nil }].compactMap(\.self).min() ?? expires
        return ends.timeIntervalSince(now()) < 30 * 86_400
    }
}

extension TikTokShopError {
    /// Whether the seller has to agree anew.
    var endsAuthorization: Bool {
        switch kind {
        case .deauthorized, .tokenInvalid, .authCodeInvalid: true
        default: false
        }
    }
}
