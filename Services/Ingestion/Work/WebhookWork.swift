import Contracts
import Messaging

/// What a webhook's bell turns into.
enum WebhookWork {
    /// Sales change stock in bursts: wait a moment and read it once.
    private static let stockPause = Duration.seconds(10)

    /// The work that a bell asks for.
    static func items(_ bell: Bell, _ ring: Ring, cause: Metadata) -> [WorkItem] {
        switch ring {
        case .shop(let shop): items(bell, shop, cause: cause)
        case .grant(let grant): items(bell, grant, cause: cause)
        }
    }

    /// What the end of a consent to the app that only reads asks for.
    private static func items(_ bell: Bell, _ grant: ReadGrant, cause: Metadata) -> [WorkItem] {
        guard bell.isAboutConsent else { return [] }
        let papers = ChannelDesk.Papers(account: grant.account, tenant: grant.tenant)
        let shop = grant.connection(of: grant.tenant, like: nil)
        return [CheckAccount.item(papers, shop, told: bell.end, cause: cause)]
    }

    private static func items(_ bell: Bell, _ shop: Connection, cause: Metadata) -> [WorkItem] {
        switch bell {
        case .orders(let ids):
            return ids.map { FetchOrders.item($0, shop, source: .webhook, cause: cause) }
        case .afterSales(let order):
            return [SyncReturns.item(shop, cause: cause)]
                + (order.map { [FetchOrders.item($0, shop, source: .webhook, cause: cause)] } ?? [])
        case .products([]): return [SyncCatalogue.item(shop, cause: cause)]
        case .products(let ids): return ids.map { SyncProduct.item($0, shop, after: stockPause, cause: cause) }
        case .deauthorized: return [CheckAccount.item(shop, cause: cause)]
        case .expiring(let end): return [CheckAccount.item(shop, told: end, cause: cause)]
        case .nothing: return []
        }
    }
}
