import Commerce
import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Carries out the newest wish for a product's stock: reads what the channel shows, sets what is decided, and looks
/// again, since the channel knows no compare-and-set and orders race with us.
struct SetStock: WorkKind {
    static let name = "stock.set"
    static let endpoint = Budgets.stock
    static let limits = WorkLimits(attempts: 20, deadline: .seconds(60))

    let desk: ChannelDesk

    /// Looks at most so often after the first.
    private static let mostRounds = 3

    /// Wants a product's stock set. Products of which a listing goes to zero come first: those may be oversold.
    static func item(_ key: StockKey, _ command: ChannelStockSet, cause: Metadata) -> WorkItem {
        let isUrgent = command.limits.contains { $0.limit <= max(0, $0.own) }
        return WorkItem(
            SetStock.self, tenant: key.tenant, key: "\(key.shop)/\(key.channelProduct)", shop: key.shop,
            priority: isUrgent ? -1 : 0, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let shop = job.shop else { return .failed("the work names no shop") }
        let product = String(job.item.key.drop { $0 != "/" }.dropFirst())
        let key = StockKey(tenant: job.tenant, shop: shop, channelProduct: product)
        guard let stored = try await WishStore.stock(key, desk.database) else { return .done() }
        let wish = stored.command
        let closed = answer(wish, key, Pushed(levels: refused(wish, "the shop is not connected"), isOff: stored.isOff))
        return try await desk.attend(job, purpose: Self.name, closed: closed) { shop in
            do {
                return answer(wish, key, try await push(stored, job, shop))
            } catch let error as TikTokShopError where error.isFinal {
                let levels = refused(wish, String("\(error)".prefix(300)))
                return answer(wish, key, Pushed(levels: levels, isOff: stored.isOff))
            }
        }
    }

    /// What came of a push.
    private struct Pushed {
        let levels: [ChannelStockTold.Level]
        /// Whether the listing is off sale by us now.
        let isOff: Bool
    }

    private func push(
        _ stored: StockWish, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> Pushed {
        let wish = stored.command
        let rules = ChannelPush.Rules(acceptsZero: desk.settings.acceptsZero)
        var rounds = StockRounds()
        for round in 0...Self.mostRounds {
            if round > 0 { try await job.nextToken() }
            let search = SearchInventory(.products([wish.channelProduct]))
            let page = try await desk.channel.send(search, as: shop.access)
            let plan = StockPlan(wish, page.items.first { $0.productID == wish.channelProduct }, rules: rules)
            if plan.isOver { return try await takeDown(stored, plan, job, shop) }
            guard !plan.isEmpty, round < Self.mostRounds else {
                if plan.isEmpty { rounds.add(plan, nil) }
                break
            }
            try await job.nextToken()
            let result = try await desk.channel.send(Self.update(plan, wish), as: shop.access)
            rounds.add(plan, result)
            if !result.isComplete { break }
        }
        return Pushed(levels: rounds.levels, isOff: try await !isOnSale(stored, job, shop))
    }

    /// Takes the listing off sale, once.
    private func takeDown(
        _ stored: StockWish, _ plan: StockPlan, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> Pushed {
        if !stored.isOff {
            try await job.nextToken()
            let call = DeactivateProducts(ids: [stored.command.channelProduct])
            let result = try await desk.channel.send(call, as: shop.access)
            if let failure = result.errors?.first {
                let words = failure.message?.nonEmpty ?? "refused"
                return Pushed(levels: refused(stored.command, "the listing stays on sale: \(words)"), isOff: false)
            }
        }
        return Pushed(levels: plan.takenDown, isOff: true)
    }

    /// Puts the listing on sale again where we took it down; whether it is.
    private func isOnSale(
        _ stored: StockWish, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> Bool {
        guard stored.isOff else { return true }
        try await job.nextToken()
        let call = ActivateProducts(ids: [stored.command.channelProduct])
        return try await desk.channel.send(call, as: shop.access).errors?.isEmpty ?? true
    }

    private static func update(_ plan: StockPlan, _ wish: ChannelStockSet) -> UpdateInventory {
        UpdateInventory(
            productID: wish.channelProduct,
            skus: plan.updates.sorted { $0.key < $1.key }.map { sku, warehouses in
                UpdateInventory.SKU(
                    id: sku,
                    inventory: warehouses.sorted { $0.key < $1.key }.map {
                        UpdateInventory.Stock(warehouseID: $0.key, quantity: $0.value)
                    })
            })
    }

    // MARK: Answering

    private func refused(_ wish: ChannelStockSet, _ why: String) -> [ChannelStockTold.Level] {
        wish.limits.map {
            ChannelStockTold.Level(
                channelSKU: $0.channelSKU, channelWarehouse: $0.channelWarehouse, set: nil, available: 0, committed: 0,
                refusal: why)
        }
    }

    private func answer(_ wish: ChannelStockSet, _ key: StockKey, _ pushed: Pushed) -> WorkResult {
        let told = ChannelStockTold(
            shop: wish.shop, channelProduct: wish.channelProduct, sequence: wish.sequence, changedAt: wish.changedAt,
            toldAt: Instant(desk.now()), levels: pushed.levels)
        return .done(events: [Draft(told, tenant: key.tenant, subject: wish.channelProduct)]) { pipeline in
            WishStore.told(key, sequence: wish.sequence, isOff: pushed.isOff, &pipeline)
        }
    }
}

extension TikTokShopError {
    /// Whether the channel has refused this very call for good, so that whoever asked has to be told.
    var isFinal: Bool {
        switch kind {
        case .invalidRequest, .business: true
        default: false
        }
    }
}
