import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import Testing

@testable import Ingestion
@testable import TikTokShop

extension Bench {
    /// Brings orders in as a reading would, oldest first, a second apart unless times are given; answers our ids.
    @discardableResult
    func orders(_ orders: [[String: Any]], of shop: Ingestion.Connection) async throws -> [OrderID] {
        var read = ReadOrders()
        let reader = OrderReader(
            market: shop.region, buyers: BuyerPseudonyms(tenant: shop.tenant, key: desk.buyerKey),
            readAt: Instant(Date()))
        for order in orders { read.orders.append(try reader.read(Samples.decode(TikTokShop.Order.self, order))) }
        let open = ChannelDesk.OpenShop(
            connection: shop, access: ShopAccess(token: .init("t"), cipher: shop.cipher), channel: channel,
            holder: .init(account: shop.account, tenant: shop.tenant))
        let found = read
        let (_, book) = try await database.transaction { transaction in
            try await desk.record(found, open, from: .poll, in: transaction)
        }
        return found.orders.compactMap { order in
            book.orders[
                OrderKey(tenant: shop.tenant, shop: shop.shop, channelOrder: order.snapshot.channelOrder)]?.id
        }
    }

    /// An order of two tumblers, each 24.90 less 2.00, and a gift.
    static func order(_ id: String, placed: Int, _ changes: [String: Any] = [:]) -> [String: Any] {
        let gift = Samples.tumbler("\(id)-3", ["is_gift": true, "original_price": "5.00", "seller_discount": "0"])
        let fields: [String: Any] = [
            "create_time": placed, "update_time": placed,
            "line_items": [Samples.tumbler("\(id)-1"), Samples.tumbler("\(id)-2"), gift],
        ]
        return OrderWorkTests.order(id, fields.merging(changes) { $1 })
    }
}
