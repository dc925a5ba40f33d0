import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Reads what changed in a shop since the last look, with windows that overlap: the second source beside webhooks,
/// which are lost for good after their last retry.
struct PollOrders: WorkKind {
    static let name = "orders.poll"
    static let endpoint = Budgets.orders
    static let limits = WorkLimits(deadline: .seconds(120))

    let desk: ChannelDesk

    /// Wants a shop polled now and every so often.
    static func item(_ shop: Connection, _ settings: WorkSettings) -> WorkItem {
        WorkItem(
            PollOrders.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, priority: 1,
            every: settings.pollEvery)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        try await desk.attend(job, purpose: Self.name, as: .orders, closed: .ended(Self.self, job, as: .orders)) {
            shop in
            let cursor = try await Cursor.find(.orders, tenant: shop.tenant, shop: shop.shop, desk.database)
            let startedAt = desk.now()
            let known = cursor ?? Cursor(readTo: shop.connection.connectedAt)
            let from = known.start(overlap: desk.settings.overlap)
            let reading = try await PagedReading(
                from: from,
                desk.way(job, shop, by: \.updateTime) { start in
                    var filter = SearchOrders.Filter()
                    filter.updated = TimeWindow(from: UnixSeconds(start))
                    return SearchOrders(filter, paging: Paging(by: .updateTime))
                })
            return desk.settle(
                reading, next: reading.cursor(startedAt: startedAt, before: cursor), .orders, shop, from: .poll,
                again: Self.item(shop.connection, desk.settings))
        }
    }
}

/// Reads the orders of the last 90 days once, when a shop is connected, behind everything else.
struct BackfillOrders: WorkKind {
    static let name = "orders.backfill"
    static let endpoint = Budgets.orders
    static let limits = WorkLimits(attempts: 50, deadline: .seconds(120))

    let desk: ChannelDesk

    /// Wants a shop's past read.
    static func item(_ shop: Connection) -> WorkItem {
        WorkItem(BackfillOrders.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, priority: 10)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        try await desk.attend(
            job, purpose: Self.name, as: .orders, closed: .failed("the shop is not connected")
        ) { shop in
            let cursor = try await Cursor.find(.backfill, tenant: shop.tenant, shop: shop.shop, desk.database)
            let end = shop.connection.connectedAt
            let from = cursor?.readTo ?? end.addingTimeInterval(-desk.settings.backfill)
            guard from < end else { return .done() }
            let reading = try await PagedReading(
                from: from,
                desk.way(job, shop, by: \.createTime) { start in
                    var filter = SearchOrders.Filter()
                    filter.created = TimeWindow(from: UnixSeconds(start), until: UnixSeconds(end.addingTimeInterval(1)))
                    return SearchOrders(filter, paging: Paging(by: .createTime))
                })
            return desk.settle(
                reading, next: reading.cursor(startedAt: end, before: cursor), .backfill, shop, from: .backfill,
                again: Self.item(shop.connection))
        }
    }
}

extension ChannelDesk {
    /// How a search by time is read for a job.
    func way<Call: PagedCall, Payload>(
        _ job: Job<Payload>, _ shop: OpenShop, by time: @escaping @Sendable (Call.Item) -> UnixSeconds?,
        _ search: @escaping (Date) -> Call
    ) -> PagedReading<Call.Item>.Way<Call> {
        PagedReading.Way(
            search: search, time: { time($0)?.date }, limit: now() + PagedReading<Call.Item>.clockTolerance,
            nextToken: { try await job.nextToken() }, send: { try await shop.channel.send($0, as: shop.access) })
    }

    /// Records what a search found together with how far it has come, and goes on where it has not come to its end.
    func settle(
        _ reading: PagedReading<TikTokShop.Order>, next: Cursor, _ name: Cursor.Name, _ shop: OpenShop,
        from source: OrderSource, again item: WorkItem
    ) -> WorkResult {
        var read = ReadOrders()
        let reader = reader(shop)
        for page in reading.pages { read.add(page, reader) }
        let found = read
        return .done { transaction in
            let drafts = try await record(found, shop, from: source, in: transaction).drafts
            var pipeline = Pipeline()
            next.save(name, tenant: shop.tenant, shop: shop.shop, &pipeline)
            // What a long reading has brought need not be fetched by id. A mark that was made meanwhile may be lost by
            // this; the next reading overlaps and finds its order again.
            if reading.pages.count > 1 { WorkQueue.cancel(marks(of: found, shop), in: &pipeline) }
            if !reading.isComplete { try WorkQueue.enqueue([item], into: &pipeline) }
            let rest = pipeline
            try await transaction.send(rest)
            return drafts
        }
    }

    private func marks(of read: ReadOrders, _ shop: OpenShop) -> [WorkKey] {
        read.orders.map { order in
            let key = FetchOrders.key(order.snapshot.channelOrder, shop.shop)
            return WorkKey(FetchOrders.self, tenant: shop.tenant, key: key)
        }
    }
}
