import Contracts
import Messaging
import Postgres

/// Takes over whether we may speak for a shop.
struct ConnectionChangedHandler: Handler {
    typealias Change = CatalogueChange<ShopKey, ConnectionChanged>

    let queue: WorkQueue

    func decide(_ message: Received<ConnectionChanged>, _: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let key = ShopKey(tenant: tenant, shop: message.body.shop)
        return .done([Change(key: key, body: message.body, tenant: tenant, cause: message.metadata)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        CatalogueStore.save(changes.newest { $0.version > $1.version }, &pipeline)
        try WorkQueue.enqueue(changes.reviews([.channel]), into: &pipeline)
    }

    func saved(_ changes: [Change]) { queue.nudge() }
}
