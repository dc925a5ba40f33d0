import Contracts
import Foundation
import Messaging
import Postgres

extension ChannelDesk {
    /// Applies orders in the transaction that ends a job: loads and locks them, decides, stores; answers what is told.
    ///
    /// - Parameter causes: What led to reading an order, by the channel's id, where something did.
    func record(
        _ read: ReadOrders, _ shop: OpenShop, from source: OrderSource, causes: [String: Metadata] = [:],
        in transaction: Transaction
    ) async throws -> (drafts: [Draft], book: OrderBook) {
        var load = Pipeline()
        let keys = read.orders.map { key($0, shop) }
        let rung = Self.rung(for: keys, causes, now: now())
        let loaded = orders.load(keys, rung: rung, &load)
        try await transaction.send(load)
        var book = OrderBook(try loaded.orders())
        let isOnlyRead = try await shop.isOnlyRead(transaction)
        for var order in read.orders {
            // Where an order goes is nothing to whoever only reads it.
            if isOnlyRead { order.recipient = nil }
            guard book.apply(order, key(order, shop), from: source) != nil else { throw PlaceLost() }
        }
        var save = Pipeline()
        try orders.save(book.changes, &save)
        let moved =
            isOnlyRead ? [] : book.changes.compactMap { FollowParcels.item($0, cause: causes[$0.key.channelOrder]) }
        if !moved.isEmpty { try WorkQueue.enqueue(moved, into: &save) }
        FaultStore.clear(.order, keys.map(\.channelOrder), tenant: shop.tenant, shop: shop.shop, &save)
        FaultStore.save(read.faults, tenant: shop.tenant, shop: shop.shop, source: source, &save)
        if !save.isEmpty { try await transaction.send(save) }
        let changes = book.changes
        transaction.afterCommit { OrderMeter.stored(changes) }
        let drafts = try await OrderTraces.drafts(
            of: book.changes, observed: isOnlyRead, causes: causes, in: transaction)
        return (drafts, book)
    }

    /// The place of an order that could not be read for a day was cleared away between keeping it and locking it.
    /// Whoever reads the order again keeps a new one.
    struct PlaceLost: Error {}

    /// When the webhook came that led to reading an order, by key. A producer's clock may be wrong: what would be to
    /// come, or is older than any webhook that is still taken, counts as now.
    static func rung(for keys: [OrderKey], _ causes: [String: Metadata], now: Date) -> [OrderKey: Date] {
        let oldest = now.addingTimeInterval(-14 * 86_400)
        return keys.reduce(into: [:]) { rung, key in
            guard let instant = causes[key.channelOrder]?.id.v7Instant, instant > oldest else { return }
            rung[key] = min(instant, now)
        }
    }

    private func key(_ order: ReadOrder, _ shop: OpenShop) -> OrderKey {
        OrderKey(tenant: shop.tenant, shop: shop.shop, channelOrder: order.snapshot.channelOrder)
    }
}
