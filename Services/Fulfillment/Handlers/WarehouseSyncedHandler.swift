import Contracts
import Messaging
import Postgres

/// Takes over where parcels leave from.
struct WarehouseSyncedHandler: Handler {
    typealias Change = CatalogueChange<ListedKey, WarehouseSynced>

    let queue: WorkQueue

    func decide(_ message: Received<WarehouseSynced>, _: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let shop = ShopKey(tenant: tenant, shop: message.body.shop)
        let key = ListedKey(shop: shop, channelID: message.body.channelWarehouse)
        return .done([Change(key: key, body: message.body, tenant: tenant, cause: message.metadata)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        try CatalogueStore.save(changes.newest { _, _ in false }, &pipeline)
        try WorkQueue.enqueue(changes.reviews([.address]), into: &pipeline)
    }

    func saved(_ changes: [Change]) { queue.nudge() }
}
