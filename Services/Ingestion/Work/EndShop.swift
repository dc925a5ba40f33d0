import Contracts
import Foundation
import Messaging
import Postgres

/// Clears up after a shop that was disconnected, or that the app which only reads may see no longer: what was still to
/// be read of it is wanted no more, and the tokens of an account without a shop are forgotten. Commands of others stay;
/// they are answered with a refusal.
struct EndShop: WorkKind {
    static let name = "shop.end"
    static let endpoint = Budgets.house
    /// Nobody ends the shop a second time.
    static let isAwaited = true

    let desk: ChannelDesk

    /// Work that one run ends.
    private static let most = 5_000
    /// What nobody waits for, and only the app for operations reads.
    private static let operations = [
        FetchOrders.name, SyncCatalogue.name, SyncProduct.name, SyncWarehouses.name, SubscribeWebhooks.name,
        CheckAccount.name, FollowParcels.name,
    ]
    /// What the app that only reads may read as well.
    private static let readings =
        [PollOrders.name, BackfillOrders.name, SyncReturns.name] + ReadGrantBook.figures

    /// Wants a shop cleared up after.
    static func item(_ shop: Connection, cause: Metadata? = nil) -> WorkItem {
        WorkItem(EndShop.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let shop = job.shop else { return .failed("the work names no shop") }
        let tenant = job.tenant
        return .done { transaction in
            let isEnded = try await ConnectionStore.holdEnded(shop, tenant: tenant, transaction)
            let isUnseen = try await ConnectionStore.holdEnded(shop, tenant: tenant, as: .orders, transaction)
            let kinds = (isEnded ? Self.operations : []) + (isUnseen ? Self.readings : [])
            let keys = try await Self.keys(of: kinds, at: shop, tenant, transaction)
            var pipeline = Pipeline()
            WorkQueue.cancel(keys, in: &pipeline)
            AccountStore.forgetTokens(of: shop, tenant: tenant, &pipeline)
            // What is in work stays in the table until it is done, so a full page may not be the last one.
            if keys.count == Self.most {
                try WorkQueue.enqueue(
                    [WorkItem(EndShop.self, tenant: tenant, key: shop.description, shop: shop, after: .seconds(5))],
                    into: &pipeline)
            }
            let rest = pipeline
            try await transaction.send(rest)
            return try await Regranting.drafts(of: [shop.uuid], transaction)
        }
    }

    private static func keys(
        of kinds: [String], at shop: ShopID, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> [WorkKey] {
        try await transaction.rows(
            """
            SELECT kind, key FROM work WHERE tenant_id = \(tenant.uuid) AND shop = \(shop.uuid)
                AND kind = ANY(\(kinds)) ORDER BY kind, key LIMIT \(most)
            """
        ) { row in WorkKey(kind: try row.next(), tenant: tenant, key: try row.next()) }
    }
}

extension WorkResult {
    /// A schedule of a shop that nobody may speak for ends itself; connecting the shop again begins it anew.
    static func ended<Kind: WorkKind>(
        _ kind: Kind.Type, _ job: Job<Kind.Payload>, as sight: Sight = .operations
    ) -> WorkResult {
        let keys = job.items.map { WorkKey(kind, tenant: job.tenant, key: $0.key) }
        return .done { [tenant = job.tenant, shop = job.shop] transaction in
            // Connecting locks the shop before it wants work, so that nothing which it wants is ended here.
            guard let shop, try await ConnectionStore.holdEnded(shop, tenant: tenant, as: sight, transaction) else {
                return []
            }
            var pipeline = Pipeline()
            WorkQueue.cancel(keys, in: &pipeline)
            let rest = pipeline
            try await transaction.send(rest)
            return []
        }
    }

    /// A schedule ends of something that the seller has not let be read. No command waits for it, and who grants it
    /// later connects anew.
    static func withheld<Payload>(_ kind: String, _ job: Job<Payload>) -> WorkResult {
        let keys = job.items.map { WorkKey(kind: kind, tenant: job.tenant, key: $0.key) }
        return .done { WorkQueue.cancel(keys, in: &$0) }
    }
}
