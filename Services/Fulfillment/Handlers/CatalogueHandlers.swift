import Contracts
import Messaging
import Postgres

/// What a message of the catalogue says, under its key.
struct CatalogueChange<Key: Hashable & Sendable, Body: Sendable>: Sendable {
    let key: Key
    let body: Body
    let tenant: TenantID
    let cause: Metadata
}

extension Sequence {
    /// The last change of each key, or the one of the highest version.
    fileprivate func newest<Key, Body>(_ isNewer: (Body, Body) -> Bool) -> [Key: Body]
    where Element == CatalogueChange<Key, Body> {
        Dictionary(map { ($0.key, $0.body) }) { isNewer($0, $1) ? $0 : $1 }
    }

    /// Wants waiting shipments to be looked at again.
    fileprivate func reviews<Key, Body>(_ words: [Wait.Word]) -> [WorkItem]
    where Element == CatalogueChange<Key, Body> {
        let causes = Dictionary(map { ($0.tenant, $0.cause) }) { first, _ in first }
        return causes.sorted { $0.key < $1.key }.flatMap { tenant, cause in
            words.map { ReviewShipments.item($0, tenant: tenant, cause: cause) }
        }
    }
}

/// Takes over the tenant's switch and limits.
struct SettingsChangedHandler: Handler {
    typealias Change = CatalogueChange<TenantID, SettingsChanged>

    let queue: WorkQueue

    func decide(_ message: Received<SettingsChanged>, _: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        if let minor = message.body.confirmAboveMinor, minor < 0 {
            return .reject("a setting cannot be true", detail: "confirmAboveMinor")
        }
        if let units = message.body.confirmAboveUnits, units < 0 {
            return .reject("a setting cannot be true", detail: "confirmAboveUnits")
        }
        return .done([Change(key: tenant, body: message.body, tenant: tenant, cause: message.metadata)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        try CatalogueStore.save(changes.newest { $0.version > $1.version }, &pipeline)
        try WorkQueue.enqueue(
            changes.reviews([.automation, .confirmation, .address, .weight]), into: &pipeline)
    }

    func saved(_ changes: [Change]) { queue.nudge() }
}

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
