import Contracts
import Messaging
import Postgres

/// Takes over how heavy and how large packed products are.
struct ProductSyncedHandler: Handler {
    typealias Change = CatalogueChange<ListedKey, ProductSynced>

    let queue: WorkQueue

    func decide(_ message: Received<ProductSynced>, _: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let shop = ShopKey(tenant: tenant, shop: message.body.shop)
        let key = ListedKey(shop: shop, channelID: message.body.channelProduct)
        return .done([Change(key: key, body: message.body, tenant: tenant, cause: message.metadata)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        CatalogueStore.save(changes.newest { $0.readAt > $1.readAt }, &pipeline)
        try WorkQueue.enqueue(changes.reviews([.weight]), into: &pipeline)
    }

    func saved(_ changes: [Change]) { queue.nudge() }
}
