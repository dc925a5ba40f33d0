import Contracts
import Foundation
import Messaging
import Postgres

extension ChannelDesk {
    /// The channel's ids of the shops that an account opens, locked.
    func shops(of account: AccountStore.Account, _ transaction: Transaction) async throws -> Set<String> {
        let tenant = account.tenant
        switch account.app {
        case .operations:
            return Set(
                try await ConnectionStore.lock(account: account.id, tenant: tenant, transaction).map(\.channelShop))
        case .credit:
            return Set(
                try await ReadGrantStore.lock(account: account.id, tenant: tenant, transaction).map(\.channelAccount))
        }
    }

    /// Closes an account and its shops in a transaction, unless its tokens have been replaced since it was read;
    /// answers what is told of them.
    ///
    /// - Parameter shops: Only these, by the channel's ids; nil: all, and the account with them.
    func close(
        _ account: AccountStore.Account, only shops: Set<String>? = nil, _ state: ConnectionChanged.State,
        trouble: String, _ transaction: Transaction
    ) async throws -> [Draft] {
        var pipeline = Pipeline()
        let drafts: [Draft]
        switch account.app {
        case .operations: drafts = try await closed(account, shops, state, transaction, &pipeline)
        case .credit: drafts = try await withdrawn(account, shops, state, transaction, &pipeline)
        }
        guard try await AccountStore.isCurrent(account, transaction) else { return [] }
        if shops == nil {
            AccountStore.close(account.id, tenant: account.tenant, state, trouble: trouble, &pipeline)
        }
        let rest = pipeline
        if !rest.isEmpty { try await transaction.send(rest) }
        guard account.app == .credit else { return drafts }
        let grants = try await ReadGrantStore.lock(account: account.id, tenant: account.tenant, transaction)
        return drafts + (try await Regranting.drafts(of: grants.map(\.id), transaction))
    }

    private func closed(
        _ account: AccountStore.Account, _ shops: Set<String>?, _ state: ConnectionChanged.State,
        _ transaction: Transaction, _ pipeline: inout Pipeline
    ) async throws -> [Draft] {
        let connections = try await ConnectionStore.lock(account: account.id, tenant: account.tenant, transaction)
        let closing = connections.filter { $0.state == .connected && shops?.contains($0.channelShop) ?? true }
            .map { $0.becoming(state) }
        ConnectionStore.save(closing, &pipeline)
        return closing.map { Draft($0.message, tenant: account.tenant, subject: $0.channelShop) }
    }

    private func withdrawn(
        _ account: AccountStore.Account, _ shops: Set<String>?, _ state: ConnectionChanged.State,
        _ transaction: Transaction, _ pipeline: inout Pipeline
    ) async throws -> [Draft] {
        let grants = try await ReadGrantStore.lock(account: account.id, tenant: account.tenant, transaction)
        let closing = grants.filter { $0.state == .connected && shops?.contains($0.channelAccount) ?? true }
            .map { $0.becoming(state) }
        ReadGrantStore.save(closing, &pipeline)
        return closing.map { Draft($0.message, tenant: account.tenant, subject: $0.channelAccount) }
    }
}
