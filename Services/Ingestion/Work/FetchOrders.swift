import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Reads orders that somebody rang for, up to 50 in one call.
struct FetchOrders: WorkKind {
    static let name = "orders.fetch"
    static let endpoint = Budgets.orders
    static let limits = WorkLimits(attempts: 8, bundle: GetOrders.maximumIDs)

    /// Why the order is looked at.
    struct Payload: Codable, Sendable {
        let source: OrderSource
    }

    let desk: ChannelDesk
    /// With more marks than this in a shop a search reads them with fewer calls: 100 on a page instead of 50.
    var burst = 200

    /// Marks an order.
    static func item(
        _ channelOrder: String, _ shop: Connection, source: OrderSource, cause: Metadata? = nil
    ) -> WorkItem {
        WorkItem(
            FetchOrders.self, tenant: shop.tenant, key: key(channelOrder, shop.shop), shop: shop.shop,
            payload: Payload(source: source), cause: cause)
    }

    /// The mark of an order.
    static func key(_ channelOrder: String, _ shop: ShopID) -> String { "\(shop)/\(channelOrder)" }

    func perform(_ job: Job<Payload>) async throws -> WorkResult {
        // Once the shop is connected again all that has changed since is read.
        try await desk.attend(job, purpose: Self.name, closed: .done()) { shop in
            if job.items.count == GetOrders.maximumIDs, try await isBurst(shop) {
                try await desk.queue.enqueue([PollOrders.item(shop.connection, desk.settings)])
            }
            let ids = job.items.map { Self.channelOrder($0.key) }
            var read = ReadOrders()
            read.add(try await desk.channel.send(GetOrders(ids: ids), as: shop.access), desk.reader(shop))
            return result(job, read, shop)
        }
    }

    private func result(_ job: Job<Payload>, _ read: ReadOrders, _ shop: ChannelDesk.OpenShop) -> WorkResult {
        let found = read.ids
        let missing = job.items.map(\.key).filter { key in !found.contains { Self.key($0, shop.shop) == key } }
        let leftovers = Dictionary(
            uniqueKeysWithValues: missing.map { key in
                (key, WorkResult.Leftover.again(reason: "the channel does not know the order"))
            })
        let source = job.item.payload.source
        let causes = Dictionary(job.items.map { (Self.channelOrder($0.key), $0.cause) }) { first, _ in first }
        return .done(except: leftovers) { transaction in
            try await desk.record(read, shop, from: source, causes: causes, in: transaction).drafts
        }
    }

    /// The order that a mark is about, by the channel's id.
    private static func channelOrder(_ key: String) -> String { String(key.drop { $0 != "/" }.dropFirst()) }

    private func isBurst(_ shop: ChannelDesk.OpenShop) async throws -> Bool {
        let marks = try await desk.database.first(
            """
            SELECT count(*) FROM (
                SELECT FROM work WHERE tenant_id = \(shop.tenant.uuid) AND kind = \(Self.name)
                    AND shop = \(shop.shop.uuid) AND state IN ('ready', 'waiting') LIMIT \(burst + 1)) AS marks
            """, as: Int.self)
        return (marks ?? 0) > burst
    }
}
