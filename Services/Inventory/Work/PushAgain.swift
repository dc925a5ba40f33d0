import Contracts
import Foundation
import Messaging
import Postgres

/// Has a channel told again what it refused: the levels that the product draws on are told as they stand now, which
/// makes it be pushed, as the channel counts as not told.
struct PushAgain: WorkKind {
    static let name = "pushes.again"
    static let endpoint = EndpointClass.inside("inventory.pushes")

    /// Wants a product told again.
    static func item(_ product: Offers.ProductKey, after pause: Duration, cause: Metadata) -> WorkItem {
        WorkItem(
            PushAgain.self, tenant: product.shop.tenant, key: "\(product.shop.shop)/\(product.channelProduct)",
            after: pause, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let parts = job.item.key.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let shop = ShopID(parts[0]) else { return .failed("the work names no product") }
        let product = Offers.ProductKey(shop: ShopKey(tenant: job.tenant, shop: shop), channelProduct: parts[1])
        return .done { transaction in
            var pipeline = Pipeline()
            let levels = PushStore.refusedLevels(product, &pipeline)
            let rest = pipeline
            try await transaction.send(rest)
            return Self.news(try levels(), at: Instant(Date()))
        }
    }

    /// One level of each SKU will do: what draws on the SKU is told of all its places.
    private static func news(_ levels: [LevelKey: Level], at now: Instant) -> [Draft] {
        let first = Dictionary(grouping: levels, by: \.key.sku).compactMap { $1.min { $0.key < $1.key } }
        return first.sorted { $0.key < $1.key }.map { key, level in
            Draft(
                StockChanged(key, level, version: level.version, at: now), tenant: key.tenant,
                subject: key.sku.description)
        }
    }
}
