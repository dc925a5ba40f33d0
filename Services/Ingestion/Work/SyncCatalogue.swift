import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Reads a shop's listings and the channel's stock of them, a few pages at a time; what is new or has changed is then
/// read whole, since a search tells neither weight nor size.
struct SyncCatalogue: WorkKind {
    static let name = "catalogue.sync"
    static let endpoint = Budgets.catalogue
    static let limits = WorkLimits(deadline: .seconds(120))

    let desk: ChannelDesk

    /// Listings that are asked for at once; the channel answers stock for as many.
    private static let pageSize = 100

    /// Wants a shop's catalogue read now, and every so often.
    static func item(_ shop: Connection, every: Duration? = nil, cause: Metadata? = nil) -> WorkItem {
        WorkItem(
            SyncCatalogue.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, priority: 5,
            every: every, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        try await desk.attend(job, purpose: Self.name, closed: .ended(Self.self, job)) { shop in
            let cursor = try await Cursor.find(.catalogue, tenant: shop.tenant, shop: shop.shop, desk.database)
            var search = SearchProducts(pageSize: Self.pageSize)
            search.pageToken = cursor?.token
            let page = try await firstPage(search, shop)
            let ids = page.items.compactMap(\.id).filter { !$0.isEmpty }
            var stock: [ProductInventory] = []
            if !ids.isEmpty {
                try await job.nextToken()
                stock = try await desk.channel.send(SearchInventory(.products(ids)), as: shop.access).items
            }
            let inventory = stock
            let next = search.following(page)?.pageToken
            return .done { transaction in
                try await settle(page, inventory, next, shop, transaction)
            }
        }
    }

    /// The page that is due. A token that has grown too old is refused, and so is every page beyond the 10,000th
    /// listing; then the search begins anew.
    private func firstPage(_ search: SearchProducts, _ shop: ChannelDesk.OpenShop) async throws -> Page<Product> {
        do {
            return try await desk.channel.send(search, as: shop.access)
        } catch let error as TikTokShopError where search.pageToken != nil && error.endsSearch {
            return try await desk.channel.send(SearchProducts(pageSize: Self.pageSize), as: shop.access)
        }
    }

    private func settle(
        _ page: Page<Product>, _ inventory: [ProductInventory], _ next: String?, _ shop: ChannelDesk.OpenShop,
        _ transaction: Transaction
    ) async throws -> [Draft] {
        let shelf = ProductShelf(page.items, inventory, shop: shop.shop, readAt: Instant(desk.now()))
        let known = try await CatalogueStore.lockProducts(
            shelf.ids, tenant: shop.tenant, shop: shop.shop, transaction)
        let changed = shelf.changed(since: known)
        var pipeline = Pipeline()
        try CatalogueStore.save(changed, tenant: shop.tenant, &pipeline)
        let malformed = page.malformed.map { FoundFault(subject: .product, malformed: $0.id, $0.problem) }
        FaultStore.clear(.product, shelf.ids, tenant: shop.tenant, shop: shop.shop, &pipeline)
        FaultStore.save(shelf.faults + malformed, tenant: shop.tenant, shop: shop.shop, source: .read, &pipeline)
        Cursor(readTo: desk.now(), token: next)
            .save(.catalogue, tenant: shop.tenant, shop: shop.shop, &pipeline)
        var work = shelf.incomplete(since: known).map { SyncProduct.item($0, shop.connection) }
        if next != nil { work.append(Self.item(shop.connection)) }
        try WorkQueue.enqueue(work, into: &pipeline)
        let rest = pipeline
        try await transaction.send(rest)
        return changed.map { Draft($0, tenant: shop.tenant, subject: $0.channelProduct) }
    }
}

/// Reads one listing whole.
struct SyncProduct: WorkKind {
    static let name = "product.sync"
    static let endpoint = Budgets.catalogue

    let desk: ChannelDesk

    /// Wants a listing read.
    static func item(
        _ id: String, _ shop: Connection, after pause: Duration = .zero, cause: Metadata? = nil
    ) -> WorkItem {
        WorkItem(
            SyncProduct.self, tenant: shop.tenant, key: "\(shop.shop)/\(id)", shop: shop.shop, after: pause,
            priority: 6, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        try await desk.attend(job, purpose: Self.name, closed: .failed("the shop is not connected")) { shop in
            let id = String(job.item.key.drop { $0 != "/" }.dropFirst())
            let product = try await desk.channel.send(GetProduct(id: id), as: shop.access)
            try await job.nextToken()
            let stock = try await desk.channel.send(SearchInventory(.products([id])), as: shop.access)
            let reader = ProductReader(shop: shop.shop, readAt: Instant(desk.now()))
            let synced: ProductSynced
            do {
                synced = try reader.read(product, stock.items.first { $0.productID == id })
            } catch let fault as OrderFault {
                return .failed("the product cannot be read", detail: "\(fault)")
            }
            return .done { transaction in
                try await settle(synced, shop, transaction)
            }
        }
    }

    private func settle(
        _ synced: ProductSynced, _ shop: ChannelDesk.OpenShop, _ transaction: Transaction
    ) async throws -> [Draft] {
        let known = try await CatalogueStore.lockProducts(
            [synced.channelProduct], tenant: shop.tenant, shop: shop.shop, transaction)
        guard !synced.saysTheSame(as: known[synced.channelProduct]) else { return [] }
        var pipeline = Pipeline()
        try CatalogueStore.save([synced], tenant: shop.tenant, &pipeline)
        let rest = pipeline
        try await transaction.send(rest)
        return [Draft(synced, tenant: shop.tenant, subject: synced.channelProduct)]
    }
}

extension TikTokShopError {
    /// Whether a search cannot go on where it was.
    fileprivate var endsSearch: Bool { kind == .invalidRequest || kind == .tooManyResults }
}
