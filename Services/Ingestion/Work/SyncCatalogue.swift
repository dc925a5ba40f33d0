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
            let span = CatalogueSpan(token: cursor?.token)
            do {
                let page = try await desk.channel.send(search(span), as: shop.access)
                return try await result(page, span, job, shop)
            } catch let error as TikTokShopError where error.kind == .tooManyResults {
                return goOn(span.halved(now: Int(desk.now().timeIntervalSince1970)), shop)
            } catch let error as TikTokShopError where error.kind == .invalidRequest && span.page != nil {
                return goOn(span.begunAnew, shop)
            }
        }
    }

    private func search(_ span: CatalogueSpan) -> SearchProducts {
        var filter = SearchProducts.Filter()
        filter.updated = TimeWindow(
            from: span.from.map { UnixSeconds($0) }, until: span.until.map { UnixSeconds($0) })
        var search = SearchProducts(filter, pageSize: Self.pageSize)
        search.pageToken = span.page
        return search
    }

    private func result(
        _ page: Page<Product>, _ span: CatalogueSpan, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult {
        let ids = page.items.compactMap(\.id).filter { !$0.isEmpty }
        let inventory = try await desk.inventory(ids, job, shop)
        let next = span.following(search(span).following(page)?.pageToken)
        return .done { transaction in
            try await settle(page, inventory, next, shop, transaction)
        }
    }

    /// Goes on with another span, or ends the round, with a fault where part of the catalogue cannot be read.
    private func goOn(_ step: CatalogueSpan.Step, _ shop: ChannelDesk.OpenShop) -> WorkResult {
        .done { pipeline in
            if let fault = step.fault {
                let found = FoundFault(subject: .product, key: "", fault: fault)
                FaultStore.save([found], tenant: shop.tenant, shop: shop.shop, source: .read, &pipeline)
            }
            try move(to: step.next, shop, &pipeline)
        }
    }

    private func move(
        to next: CatalogueSpan?, _ shop: ChannelDesk.OpenShop, _ pipeline: inout Pipeline
    ) throws {
        Cursor(readTo: desk.now(), token: try next?.token())
            .save(.catalogue, tenant: shop.tenant, shop: shop.shop, &pipeline)
        if next != nil { try WorkQueue.enqueue([Self.item(shop.connection)], into: &pipeline) }
    }

    private func settle(
        _ page: Page<Product>, _ inventory: Inventory, _ next: CatalogueSpan?,
        _ shop: ChannelDesk.OpenShop, _ transaction: Transaction
    ) async throws -> [Draft] {
        let ids = page.items.compactMap(\.id)
        let known = try await CatalogueStore.lockProducts(
            ids, tenant: shop.tenant, shop: shop.shop, transaction)
        let reader = try await desk.productReader(ids, shop, readAt: inventory.readAt, transaction)
        let shelf = ProductShelf(page.items, inventory.items, reader)
        let changed = shelf.changed(since: known)
        var pipeline = Pipeline()
        try CatalogueStore.save(changed, tenant: shop.tenant, &pipeline)
        let malformed = page.malformed.map { FoundFault(subject: .product, malformed: $0.id, $0.problem) }
        FaultStore.clear(.product, shelf.ids, tenant: shop.tenant, shop: shop.shop, &pipeline)
        FaultStore.save(shelf.faults + malformed, tenant: shop.tenant, shop: shop.shop, source: .read, &pipeline)
        let work = shelf.incomplete(since: known).map { SyncProduct.item($0, shop.connection) }
        try WorkQueue.enqueue(work, into: &pipeline)
        try move(to: next, shop, &pipeline)
        let rest = pipeline
        try await transaction.send(rest)
        return changed.map { Draft($0, tenant: shop.tenant, subject: $0.channelProduct) }
    }
}

/// What a channel has of some listings.
private struct Inventory {
    var items: [ProductInventory] = []
    /// Taken before the figures, not behind them: what leaves meanwhile is then taken out of a count that may be
    /// without it, and not left in one that is with it.
    let readAt: Instant
}

extension ChannelDesk {
    /// Asks what there is of listings; of none there is nothing to ask.
    fileprivate func inventory(
        _ ids: [String], _ job: Job<NoPayload>, _ shop: OpenShop
    ) async throws -> Inventory {
        if !ids.isEmpty { try await job.nextToken() }
        var inventory = Inventory(readAt: Instant(now()))
        if !ids.isEmpty {
            inventory.items = try await channel.send(SearchInventory(.products(ids)), as: shop.access).items
        }
        return inventory
    }

    /// Reads listings of a shop. What we took off sale is looked up behind the channel's answer: that a listing may be
    /// off is committed before the channel hears of it.
    fileprivate func productReader(
        _ ids: [String], _ shop: OpenShop, readAt: Instant, _ client: some PostgresClient
    ) async throws -> ProductReader {
        ProductReader(
            shop: shop.shop, readAt: readAt,
            takenOff: try await WishStore.takenOff(ids, tenant: shop.tenant, shop: shop.shop, client))
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
        // Once the shop is connected again all that has changed since is read.
        try await desk.attend(job, purpose: Self.name, closed: .done()) { shop in
            let id = String(job.item.key.drop { $0 != "/" }.dropFirst())
            let product = try await desk.channel.send(GetProduct(id: id), as: shop.access)
            let stock = try await desk.inventory([id], job, shop)
            let reader = try await desk.productReader([id], shop, readAt: stock.readAt, desk.database)
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
