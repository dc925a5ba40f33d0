import Contracts
import Foundation
import Messaging
import Postgres

/// Moves stock to where the newest version of an order demands it: reserves, releases, deducts, or lets it wait.
struct OrderChangedHandler: Handler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<OrderChanged>], _ pipeline: inout Pipeline) -> Loading<Books> {
        BookStore.load(messages, &pipeline)
    }

    func decide(_ message: Received<OrderChanged>, _ books: Books) -> Decision<OrderChange> {
        guard let key = message.orderKey, let known = books.orders[key] else {
            return .retry("the order is not locked")
        }
        guard message.body.version > known.version else { return .done() }
        let demand: Demand
        do throws(Demand.Absurdity) {
            demand = try Demand(message.body)
        } catch {
            return .reject("a quantity of the order cannot be true", detail: error.field)
        }
        let shop = ShopKey(tenant: key.tenant, shop: message.body.shop)
        guard !demand.hasLeft || known.version > 0 || books.connectedAt[shop] != nil else {
            return .retry("the shop is not known yet")
        }
        let order = updated(known, message.body, books)
        let takes = books.components(order, naming: message.body.lines)
        guard let levels = books.levels(of: order, listing: demand.lines.keys, takes: takes) else {
            return .retry(after: .milliseconds(100), "the catalogue changed meanwhile")
        }
        var allocation = Allocation(order, levels: levels, claims: books.claims(before: order, on: levels))
        let left = Departure(message.body, since: known, connectedAt: books.connectedAt[shop])
        allocation.demand(demand, left: left, components: takes)
        allocation.noteOversell(isFirstSight: known.version == 0)
        return decision(allocation, known, message, books)
    }

    /// What becomes of it; those who waited for what it gives back are served in the same transaction, before anybody
    /// who comes later can take it.
    private func decision(
        _ allocation: Allocation, _ known: StockOrder, _ message: Received<OrderChanged>, _ books: Books
    ) -> Decision<OrderChange> {
        let restored = allocation.restored(since: known, cancelled: message.body.cancelledListings)
        let shipped = allocation.levels(soldBy: message.body.shippedListings(since: known.version))
        let cancelled = message.body.cancelledListings.isEmpty ? [] : allocation.released
        let change = OrderChange(
            order: allocation.order, moves: allocation.moves, restored: restored,
            shipped: Dictionary(uniqueKeysWithValues: shipped.map { ($0, message.body.placedAt) }),
            cancelled: Dictionary(uniqueKeysWithValues: cancelled.map { ($0, message.body.placedAt) }),
            queued: allocation.queued, cause: message.metadata)
        let news = News(before: known, allocation: allocation)
        guard allocation.moves.contains(where: { $0.kind == .released }) else {
            return .done([change], events: news.drafts)
        }
        var serving = Serving(books, cause: message.metadata)
        serving.add(change, news)
        serving.serve(known.key.tenant)
        return .done(serving.changes, events: serving.events)
    }

    func apply(_ change: OrderChange, to books: inout Books) {
        books.apply(change)
    }

    func summary(_ changes: [OrderChange], _ books: Books) -> [Draft] {
        LevelNews(changes).drafts(books.levels, at: now()) + News.queued(changes)
    }

    func save(_ changes: [OrderChange], _ pipeline: inout Pipeline) {
        BookStore.save(changes, &pipeline)
    }

    /// What the message says of the order itself. Its location is that of the warehouse when it was first seen.
    private func updated(_ known: StockOrder, _ message: OrderChanged, _ books: Books) -> StockOrder {
        var order = known
        let shop = ShopKey(tenant: known.key.tenant, shop: message.shop)
        order.version = message.version
        order.shop = message.shop
        order.turn = message.paidAt ?? message.placedAt
        let warehouse = message.channelWarehouse.map { WarehouseKey(shop: shop, channelWarehouse: $0) }
        order.location =
            known.location ?? warehouse.flatMap { books.warehouses[$0] } ?? books.defaultLocations[known.key.tenant]
        return order
    }
}

extension OrderChanged {
    /// The listings of which units are cancelled.
    var cancelledListings: Set<String> {
        Set(lines.filter { status == .cancelled || $0.units.cancelled > 0 }.map(\.channelSKU))
    }

    /// The listings of which units are shipped, if that may be news to who knows this version.
    func shippedListings(since version: Int) -> Set<String> {
        guard status != previousStatus || self.version > version + 1 else { return [] }
        return Set(lines.filter { $0.units.shipConfirmed + $0.units.handedOver > 0 }.map(\.channelSKU))
    }
}
