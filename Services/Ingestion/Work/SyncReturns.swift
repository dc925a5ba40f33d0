import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Reads cancellations and returns that changed, with their amounts. What belongs to an order that we do not know yet
/// brings the order along.
struct SyncReturns: WorkKind {
    static let name = "returns.sync"
    static let endpoint = Budgets.returns
    static let limits = WorkLimits(deadline: .seconds(120))

    let desk: ChannelDesk

    /// Wants a shop's returns read now, and every so often.
    static func item(_ shop: Connection, every: Duration? = nil, cause: Metadata? = nil) -> WorkItem {
        WorkItem(
            SyncReturns.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, priority: 1,
            every: every, cause: cause)
    }

    /// What one job has read.
    private struct Found: Sendable {
        let cancellations: PagedReading<Cancellation>
        let returns: PagedReading<ReturnOrder>
        let cursors: [Cursor.Name: Cursor]

        var channelOrders: Set<String> {
            Set(cancellations.items.compactMap(\.orderID) + returns.items.compactMap(\.orderID))
        }

        var isComplete: Bool { cancellations.isComplete && returns.isComplete }
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        try await desk.attend(job, purpose: Self.name, as: .orders, closed: .ended(Self.self, job, as: .orders)) {
            shop in
            let found = try await read(job, shop)
            let unknown = try await unknownOrders(found.channelOrders, shop)
            var orders = ReadOrders()
            for call in GetOrders.batches(of: unknown) {
                try await job.nextToken()
                orders.add(try await shop.channel.send(call, as: shop.access), desk.reader(shop))
            }
            let readOrders = orders
            return .done { transaction in
                try await settle(found, readOrders, shop, transaction)
            }
        }
    }

    // MARK: Reading

    private func read(_ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop) async throws -> Found {
        let startedAt = desk.now()
        let before = (
            cancellations: try await cursor(.cancellations, shop), returns: try await cursor(.returns, shop)
        )
        let firsts = (before.cancellations.start(overlap: overlap), before.returns.start(overlap: overlap))
        let cancellations = try await PagedReading(
            from: firsts.0,
            desk.way(job, shop, by: \.updateTime) { start in
                SearchCancellations(updated: TimeWindow(from: UnixSeconds(start)))
            })
        try await job.nextToken()
        let returns = try await PagedReading(
            from: firsts.1,
            desk.way(job, shop, by: \.updateTime) { start in
                SearchReturns(updated: TimeWindow(from: UnixSeconds(start)))
            })
        return Found(
            cancellations: cancellations, returns: returns,
            cursors: [
                .cancellations: cancellations.cursor(startedAt: startedAt, before: before.cancellations),
                .returns: returns.cursor(startedAt: startedAt, before: before.returns),
            ])
    }

    private var overlap: TimeInterval { desk.settings.overlap }

    /// Where a search goes on; the first one begins where the backfill of orders does.
    private func cursor(_ name: Cursor.Name, _ shop: ChannelDesk.OpenShop) async throws -> Cursor {
        try await Cursor.find(name, tenant: shop.tenant, shop: shop.shop, desk.database)
            ?? Cursor(readTo: shop.connection.connectedAt.addingTimeInterval(-desk.settings.backfill))
    }

    private func unknownOrders(_ ids: Set<String>, _ shop: ChannelDesk.OpenShop) async throws -> [String] {
        guard !ids.isEmpty else { return [] }
        let known = try await desk.database.rows(
            """
            SELECT channel_order FROM orders WHERE tenant_id = \(shop.tenant.uuid) AND shop_id = \(shop.shop.uuid)
                AND channel_order = ANY(\(ids.sorted())) AND version > 0
            """, as: String.self)
        return ids.subtracting(known).filter { (try? OrderReader.identifier($0, "order_id")) != nil }.sorted()
    }

    // MARK: Settling

    private func settle(
        _ found: Found, _ orders: ReadOrders, _ shop: ChannelDesk.OpenShop, _ transaction: Transaction
    ) async throws -> [Draft] {
        let isOnlyRead = try await shop.isOnlyRead(transaction)
        var drafts = try await desk.record(orders, shop, from: .read, in: transaction).drafts
        let book = try await load(found, shop, transaction)
        let known = try await ReturnStore.lock(ids(found), tenant: shop.tenant, shop: shop.shop, transaction)
        var ledger = ReturnLedger(shop: shop.shop, readAt: Instant(desk.now()), known: known, orders: book)
        for cancellation in found.cancellations.items { ledger.take(cancellation) }
        for returned in found.returns.items { ledger.take(returned) }
        var pipeline = Pipeline()
        try ReturnStore.save(ledger.changed, tenant: shop.tenant, &pipeline)
        FaultStore.clear(.return, ledger.read, tenant: shop.tenant, shop: shop.shop, &pipeline)
        FaultStore.save(ledger.faults, tenant: shop.tenant, shop: shop.shop, source: .read, &pipeline)
        for (name, cursor) in found.cursors { cursor.save(name, tenant: shop.tenant, shop: shop.shop, &pipeline) }
        if !found.isComplete { try WorkQueue.enqueue([Self.item(shop.connection)], into: &pipeline) }
        let rest = pipeline
        try await transaction.send(rest)
        drafts += ledger.changed.compactMap { draft($0, shop, isOnlyRead) }
        return drafts
    }

    /// What is told of a return; of a shop that is only read, under a name that nobody acts on.
    private func draft(_ entry: StoredReturn, _ shop: ChannelDesk.OpenShop, _ isOnlyRead: Bool) -> Draft? {
        guard let told = entry.message else { return nil }
        let (journey, subject) = (entry.order.description, told.channelReturn)
        return isOnlyRead
            ? Draft(ReturnObserved(change: told), tenant: shop.tenant, correlation: journey, subject: subject)
            : Draft(told, tenant: shop.tenant, correlation: journey, subject: subject)
    }

    private func ids(_ found: Found) -> [String] {
        Set(found.cancellations.items.compactMap(\.id) + found.returns.items.compactMap(\.id)).sorted()
    }

    private func load(
        _ found: Found, _ shop: ChannelDesk.OpenShop, _ transaction: Transaction
    ) async throws -> [String: StoredOrder] {
        let rows = try await transaction.rows(
            """
            SELECT channel_order, id, version, snapshot FROM orders
            WHERE tenant_id = \(shop.tenant.uuid) AND shop_id = \(shop.shop.uuid) AND version > 0
                AND channel_order = ANY(\(found.channelOrders.sorted()))
            """, as: (String, UUID, Int32, JSON).self)
        return try Dictionary(
            uniqueKeysWithValues: rows.map { channelOrder, id, version, snapshot in
                let key = OrderKey(tenant: shop.tenant, shop: shop.shop, channelOrder: channelOrder)
                return (
                    channelOrder,
                    StoredOrder(
                        key: key, id: OrderID(id), version: Int(version),
                        snapshot: try snapshot.decode(OrderSnapshot.self))
                )
            })
    }
}
