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
    static let limits = WorkLimits(attempts: CommandEnd.leases, deadline: .seconds(60))

    let desk: ChannelDesk

    /// Looks at most so often after the first.
    private static let mostRounds = 3
    /// When a listing that was put back is read.
    private static let lookAfter = Duration.seconds(10)

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
        let closed = refuse(wish, key, "the shop is not connected")
        let end = CommandEnd { refuse(wish, key, $1) }
        return try await desk.attend(job, purpose: Self.name, closed: closed, end: end) { shop in
            answer(wish, key, try await push(Visit(stored: stored, key: key, job: job, shop: shop)))
        }
    }

    /// One attempt at a wish.
    private struct Visit {
        let stored: StockWish
        let key: StockKey
        let job: Job<NoPayload>
        let shop: ChannelDesk.OpenShop

        var wish: ChannelStockSet { stored.command }
        var sale: ListingSale { stored.state.sale }
    }

    /// What came of a push.
    private struct Pushed {
        let levels: [ChannelStockTold.Level]
        let state: ListingState
    }

    private func push(_ visit: Visit) async throws -> Pushed {
        var rounds = StockRounds()
        let plan: StockPlan
        do {
            plan = try await set(visit, &rounds)
        } catch let error as TikTokShopError where error.isFinal {
            return Pushed(levels: refused(visit.wish, Self.words(error)), state: visit.stored.state)
        }
        return plan.isOver ? try await takeDown(visit, plan) : try await putBack(visit, plan, rounds)
    }

    /// Sets what is due, and looks again, until nothing is due or the listing has to go; answers the last plan.
    private func set(_ visit: Visit, _ rounds: inout StockRounds) async throws -> StockPlan {
        let wish = visit.wish
        let rules = ChannelPush.Rules(acceptsZero: wish.takesZero ?? true)
        var round = 0
        while true {
            if round > 0 { try await visit.job.nextToken() }
            let search = SearchInventory(.products([wish.channelProduct]))
            let page = try await desk.channel.send(search, as: visit.shop.access)
            let shown = page.items.first { $0.productID == wish.channelProduct }
            let plan = StockPlan(wish, shown, owed: visit.stored.state.owed, rules: rules)
            if plan.isEmpty || plan.isOver { rounds.add(plan, nil) }
            guard !plan.isEmpty, !plan.isOver, round < Self.mostRounds else { return plan }
            try await visit.job.nextToken()
            let result = try await desk.channel.send(Self.update(plan, wish), as: visit.shop.access)
            rounds.add(plan, result)
            if !result.isComplete { return plan }
            round += 1
        }
    }

    // MARK: Off sale and on again

    /// Takes the listing off sale, once. That it may be so is committed first: whoever dies behind the call must not
    /// leave a listing off sale that nobody knows to put back.
    private func takeDown(_ visit: Visit, _ plan: StockPlan) async throws -> Pushed {
        let down = Pushed(levels: plan.takenDown, state: ListingState(sale: .off, owed: plan.owed))
        guard visit.sale != .off else { return down }
        let key = visit.key
        try await visit.job.checkpoint { WishStore.leaving(key, &$0) }
        try await visit.job.nextToken()
        guard let words = try await refusal(of: DeactivateProducts(ids: [visit.wish.channelProduct]), visit) else {
            return down
        }
        // An attempt before this one may have taken it off.
        return Pushed(
            levels: refused(visit.wish, "the listing stays on sale: \(words)"),
            state: ListingState(sale: visit.sale, owed: plan.owed))
    }

    /// Puts the listing on sale again where we took it down, but not with units that are not there.
    private func putBack(_ visit: Visit, _ plan: StockPlan, _ rounds: StockRounds) async throws -> Pushed {
        func stays(_ levels: [ChannelStockTold.Level]) -> Pushed {
            Pushed(levels: levels, state: ListingState(sale: visit.sale, owed: plan.owed))
        }
        guard visit.sale != .on, !rounds.isRefused else { return stays(rounds.levels) }
        guard plan.owed.isEmpty else {
            return stays(rounds.levels(refusedFor: "the listing stays off sale: a variant of it has none left"))
        }
        try await visit.job.nextToken()
        if let words = try await refusal(of: ActivateProducts(ids: [visit.wish.channelProduct]), visit) {
            return stays(rounds.levels(refusedFor: "the listing stays off sale: \(words)"))
        }
        // Who has read the listing meanwhile may have told that it is not on sale.
        try await desk.queue.enqueue([
            SyncProduct.item(visit.wish.channelProduct, visit.shop.connection, after: Self.lookAfter)
        ])
        return Pushed(levels: rounds.levels, state: ListingState())
    }

    /// What the channel has against a call; nil when it has done it.
    private func refusal<Call: TikTokShopCall>(
        of call: Call, _ visit: Visit
    ) async throws -> String? where Call.Reply == ProductSwitchResult {
        do {
            let failures = try await desk.channel.send(call, as: visit.shop.access).errors ?? []
            return failures.first.map { $0.message?.nonEmpty ?? "refused" }
        } catch let error as TikTokShopError where error.isFinal {
            return Self.words(error)
        }
    }

    private static func words(_ error: TikTokShopError) -> String { String("\(error)".prefix(300)) }

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
        .done(events: [told(wish, key, pushed.levels)]) { pipeline in
            WishStore.told(key, sequence: wish.sequence, pushed.state, &pipeline)
        }
    }

    /// It was not, or not wholly, carried out; what the attempt has noted of the listing on its way stands.
    private func refuse(_ wish: ChannelStockSet, _ key: StockKey, _ why: String) -> WorkResult {
        .done(events: [told(wish, key, refused(wish, String(why.prefix(500))))]) { pipeline in
            WishStore.told(key, sequence: wish.sequence, nil, &pipeline)
        }
    }

    private func told(_ wish: ChannelStockSet, _ key: StockKey, _ levels: [ChannelStockTold.Level]) -> Draft {
        let told = ChannelStockTold(
            shop: wish.shop, channelProduct: wish.channelProduct, sequence: wish.sequence, changedAt: wish.changedAt,
            toldAt: Instant(desk.now()), levels: levels)
        return Draft(told, tenant: key.tenant, subject: wish.channelProduct)
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
