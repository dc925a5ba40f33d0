import Contracts
import Foundation
import Messaging
import Postgres

/// Takes over where parcels leave from; what was told later counts.
struct WarehouseSyncedHandler: Handler {
    typealias Change = CatalogueChange<ListedKey, ToldWarehouse>

    let queue: WorkQueue

    func decide(_ message: Received<WarehouseSynced>, _: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let shop = ShopKey(tenant: tenant, shop: message.body.shop)
        let key = ListedKey(shop: shop, channelID: message.body.channelWarehouse)
        let told = ToldWarehouse(warehouse: message.body, at: message.metadata.madeAt ?? Date())
        return .done([Change(key: key, body: told, tenant: tenant, cause: message.metadata)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        try CatalogueStore.save(changes.newest { $0.at > $1.at }, &pipeline)
        try WorkQueue.enqueue(changes.reviews([.address]), into: &pipeline)
    }

    func saved(_ changes: [Change]) { queue.nudge() }
}

/// A warehouse, and when it was told so.
struct ToldWarehouse: Sendable {
    let warehouse: WarehouseSynced
    let at: Date
}
