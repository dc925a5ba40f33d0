import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Reads what the channel tells of a shop as a whole, once a day. Each fact has a call and a permission of its own; one
/// that is refused is not told, and the others are.
struct SyncShopFacts: WorkKind {
    static let name = "facts.sync"
    static let endpoint = Budgets.facts
    static let limits = WorkLimits(deadline: .seconds(120))

    let desk: ChannelDesk

    /// Wants a shop's facts read now and every day.
    static func item(_ shop: Connection, _ settings: WorkSettings) -> WorkItem {
        WorkItem(
            SyncShopFacts.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, priority: 10,
            every: settings.factsEvery)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let closed: WorkResult = .ended(Self.self, job, as: .figures)
        return try await desk.attend(job, purpose: Self.name, as: .figures, closed: closed) { shop in
            let told = try await read(job, shop)
            let reader = ShopFactsReader(
                shop: shop.shop, channelShop: shop.connection.channelShop, readAt: Instant(desk.now()))
            let facts = reader.read(told, region: shop.connection.region)
            return .done { transaction in try await settle(facts, shop, transaction) }
        }
    }

    private func read(_ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop) async throws -> ShopFactsReader.Told {
        let days = ShopFactsReader.days(before: desk.now())
        var told = ShopFactsReader.Told()
        told.authorized = try await unlessRefused { try await send(GetAuthorizedShops(), shop).items }
        try await job.nextToken()
        told.active = try await unlessRefused { try await send(GetActiveShops(), shop).items }
        try await job.nextToken()
        told.oldest =
            try await unlessRefused {
                try await send(SearchStatements(paging: Paging(by: .statementTime, size: 1)), shop).items.first?.item
            } ?? nil
        try await job.nextToken()
        told.newProducts =
            try await unlessRefused { try await send(Self.newProducts(at: desk.now()), shop).totalCount }
            ?? nil
        try await job.nextToken()
        told.service =
            try await unlessRefused {
                try await send(GetServicePerformance(from: days.from, until: days.until), shop).performance
            } ?? nil
        try await job.nextToken()
        told.figures =
            try await unlessRefused {
                try await send(GetShopPerformance(from: days.from, until: days.until), shop).intervals.first
            } ?? nil
        return told
    }

    /// The products on sale that were made in the days of a score: how many there are, every page tells.
    private static func newProducts(at now: Date) -> SearchProducts {
        var filter = SearchProducts.Filter()
        filter.status = "ACTIVATE"
        filter.created = TimeWindow(from: UnixSeconds(now.addingTimeInterval(-ShopFactsReader.longest)))
        return SearchProducts(filter, pageSize: 1)
    }

    private func send<Call: TikTokShopCall>(
        _ call: Call, _ shop: ChannelDesk.OpenShop
    ) async throws -> Call.Reply {
        try await shop.channel.send(call, as: shop.access)
    }

    /// What a call tells; nil where the seller has not granted it, or the channel does not offer it for the shop.
    private func unlessRefused<Value>(_ call: () async throws -> Value) async throws -> Value? {
        do {
            return try await call()
        } catch let error as TikTokShopError where Self.isRefusal(error) {
            return nil
        }
    }

    private static func isRefusal(_ error: TikTokShopError) -> Bool {
        switch error.kind {
        case .scopeMissing, .business, .invalidRequest, .configuration: true
        default: false
        }
    }

    private func settle(
        _ facts: ShopFactsRead, _ shop: ChannelDesk.OpenShop, _ transaction: Transaction
    ) async throws -> [Draft] {
        let known = try await ShopFactsStore.lock(shop.shop, tenant: shop.tenant, transaction)
        let next = facts.following(known)
        var pipeline = Pipeline()
        Cursor(readTo: facts.readAt.date).save(.facts, tenant: shop.tenant, shop: shop.shop, &pipeline)
        if let next { try ShopFactsStore.save(next, tenant: shop.tenant, &pipeline) }
        let rest = pipeline
        try await transaction.send(rest)
        return next.map { [Draft($0, tenant: shop.tenant, subject: shop.connection.channelShop)] } ?? []
    }
}

extension ShopFactsRead {
    /// As the next version; nil where the same facts, read later, say nothing new.
    fileprivate func following(_ known: ShopFactsRead?) -> ShopFactsRead? {
        var next = self
        next.version = known?.version ?? 0
        if let known {
            var sameTime = next
            sameTime.readAt = known.readAt
            guard sameTime != known else { return nil }
        }
        next.version += 1
        return next
    }
}
