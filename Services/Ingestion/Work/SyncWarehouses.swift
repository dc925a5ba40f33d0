import Contracts
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Reads a shop's warehouses, once a day and when it is connected.
struct SyncWarehouses: WorkKind {
    static let name = "warehouses.sync"
    static let endpoint = Budgets.logistics

    let desk: ChannelDesk

    /// Wants a shop's warehouses read now and every day.
    static func item(_ shop: Connection) -> WorkItem {
        WorkItem(
            SyncWarehouses.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop,
            every: .seconds(86_400))
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        try await desk.attend(job, purpose: Self.name, closed: .ended(Self.self, job)) { shop in
            let page = try await desk.channel.send(GetWarehouses(), as: shop.access)
            var read: [String: WarehouseSynced] = [:]
            var faults = page.malformed.map { FoundFault(subject: .warehouse, malformed: $0.id, $0.problem) }
            for warehouse in page.items {
                do {
                    let synced = try WarehouseReader.read(warehouse, shop: shop.shop)
                    read[synced.channelWarehouse] = synced
                } catch let fault as OrderFault {
                    faults.append(FoundFault(subject: .warehouse, key: warehouse.id ?? "", fault: fault))
                }
            }
            let (warehouses, troubles) = (read, faults)
            return .done { transaction in
                try await settle(warehouses, troubles, shop, transaction)
            }
        }
    }

    private func settle(
        _ read: [String: WarehouseSynced], _ faults: [FoundFault], _ shop: ChannelDesk.OpenShop,
        _ transaction: Transaction
    ) async throws -> [Draft] {
        let known = try await CatalogueStore.lockWarehouses(tenant: shop.tenant, shop: shop.shop, transaction)
        let changed = read.values.filter { $0.text != known[$0.channelWarehouse]?.text }
            .sorted { $0.channelWarehouse < $1.channelWarehouse }
        var pipeline = Pipeline()
        try CatalogueStore.save(changed, tenant: shop.tenant, &pipeline)
        FaultStore.clear(.warehouse, read.keys, tenant: shop.tenant, shop: shop.shop, &pipeline)
        FaultStore.save(faults, tenant: shop.tenant, shop: shop.shop, source: .read, &pipeline)
        let rest = pipeline
        if !rest.isEmpty { try await transaction.send(rest) }
        return changed.map { Draft($0, tenant: shop.tenant, subject: $0.channelWarehouse) }
    }
}

extension WarehouseSynced {
    /// Everything that it says, for telling whether two say the same.
    fileprivate var text: String { "\(self)" }
}
