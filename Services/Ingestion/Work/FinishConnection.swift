import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Exchanges the code that a seller's browser brought back, and makes connections of what comes for it. A channel that
/// does not answer is asked again for as long as the code lives. A code works once: what it was exchanged for is kept
/// first, and all that follows goes on from there, however often it is tried.
struct FinishConnection: WorkKind {
    static let name = "accounts.connect"
    static let endpoint = Budgets.connecting
    static let limits = WorkLimits(attempts: 100, deadline: .seconds(60), isRepeatable: false)

    let desk: ChannelDesk

    /// A code of the channel's lives half an hour.
    private static let codeLife: TimeInterval = 1800

    /// Wants a code exchanged; a person waits for it.
    static func item(_ callback: UUID, tenant: TenantID?) -> WorkItem {
        WorkItem(FinishConnection.self, tenant: tenant ?? KeepHouse.nobody, key: callback.text, priority: -10)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let id = UUID(text: job.item.key), let callback = try await CallbackStore.find(id, desk.database),
            callback.state == .wanted
        else { return .done() }
        guard callback.isGranted || desk.now().timeIntervalSince(callback.createdAt) < Self.codeLife else {
            return refuse(id, Explanation.usedCode)
        }
        do {
            guard let grant = try CallbackStore.grant(of: callback, desk.accounts.refresh) else {
                return try await exchange(callback)
            }
            return try await connect(callback, grant)
        } catch let error as TikTokShopError where error.kind == .scopeMissing {
            return refuse(id, Explanation.missingScope(error.endpoint))
        } catch let error as TikTokShopError where error.kind == .authCodeInvalid {
            return refuse(id, Explanation.usedCode)
        } catch let error as TikTokShopError where error.kind == .configuration || error.kind == .tokenInvalid {
            return refuse(id, Explanation.notReadable)
        }
    }

    /// Exchanges the code. A code works once, so what it brings is all of this attempt's result: a result waits until
    /// the database takes it, where what is committed on the way would be lost with a database that is away.
    private func exchange(_ callback: Callback) async throws -> WorkResult {
        guard let channel = desk.channel(of: callback.app) else { return refuse(callback.id, Explanation.usedCode) }
        let code = try CallbackStore.code(of: callback, desk.accounts.access)
        let grant = try await channel.grant(code: code)
        let sealed = try CallbackStore.seal(grant, of: callback.id, desk.accounts.refresh)
        return .again(after: .zero, "the code is exchanged") { CallbackStore.keep(sealed, of: callback.id, &$0) }
    }

    private func connect(_ callback: Callback, _ grant: TokenGrant) async throws -> WorkResult {
        // Before the shops are asked for: a creator's token is refused there, for a reason that nobody understands.
        let isCreator = grant.userType == .creator && callback.app == .credit
        guard isCreator || grant.userType == .seller || grant.userType == nil else {
            return refuse(callback.id, Explanation.notASeller)
        }
        let usable = isCreator ? [] : try await shops(callback, grant)
        guard isCreator || !usable.isEmpty else { return refuse(callback.id, Explanation.noActiveShop) }
        guard let tenant = try await owner(callback, grant) else {
            return refuse(callback.id, "This account is not connected yet. Start from the page of connections.")
        }
        switch callback.app {
        case .operations:
            let book = ConnectionBook(desk: desk, tenant: tenant, callback: callback.id)
            return .done { transaction in try await book.save(grant, usable, transaction) }
        case .credit:
            let book = ReadGrantBook(desk: desk, tenant: tenant, callback: callback.id)
            return .done { transaction in try await book.save(grant, usable, transaction) }
        }
    }

    private func shops(_ callback: Callback, _ grant: TokenGrant) async throws -> [AuthorizedShop] {
        guard let channel = desk.channel(of: callback.app) else { return [] }
        let shops = try await channel.send(GetAuthorizedShops(), as: ShopAccess(token: grant.accessToken)).items
        return shops.filter { $0.id?.nonEmpty != nil && $0.cipher?.nonEmpty != nil }
    }

    private func owner(_ callback: Callback, _ grant: TokenGrant) async throws -> TenantID? {
        if let tenant = callback.tenant { return tenant }
        guard let openID = grant.openID else { return nil }
        let known = try await desk.accounts.find(openID: openID, app: callback.app, desk.database)
        return known.count == 1 ? known[0].tenant : nil
    }

    private func refuse(_ id: UUID, _ sentence: String) -> WorkResult {
        .done { pipeline in CallbackStore.refuse(id, sentence, &pipeline) }
    }
}
