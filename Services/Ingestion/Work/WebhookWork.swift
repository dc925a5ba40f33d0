import Contracts
import Messaging

/// What a webhook's bell turns into.
enum WebhookWork {
    /// Sales change stock in bursts: wait a moment and read it once.
    private static let stockPause = Duration.seconds(10)

    /// The work that a bell asks for at a shop.
    static func items(_ bell: Bell, _ shop: Connection, cause: Metadata) -> [WorkItem] {
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
