import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

/// Commands to a shop whose seller has granted only a part, at a channel that checks every permission.
@Suite(.timeLimit(.minutes(5)))
struct ScopeTests {
    private static let granted = [
        "seller.authorization.info", "seller.shop.info", "seller.order.info", "seller.product.basic",
        "seller.logistics",
    ]

    @Test("what the seller has not granted is the answer to each command, not its silence")
    func partial() async throws {
        try await Road.run { road in
            let shop = try await road.shop()
            let order = try await road.place(at: shop)
            try await road.connect(shop, scopes: Self.granted)
            try await road.bench.work(until: { try await road.knows(order) })
            try await command(road, order)
            var cancel: OrderCancel.Reply?
            try await road.bench.work(until: {
                let refused = try await road.bench.sent(OrderShipRefused.self)
                let told = try await road.bench.sent(ChannelStockTold.self)
                cancel = try await road.bench.ask(OrderGetHandler(), OrderGet(order: order)).cancel
                return refused.count == 2 && told.count == 1 && cancel?.state == "refused"
            })
            #expect(cancel?.detail?.contains("seller.return_refund.basic") == true)
            let refused = try await road.bench.sent(OrderShipRefused.self)
            #expect(refused.map(\.reason) == ["scopeMissing", "scopeMissing"])
            #expect(refused.allSatisfy { $0.detail.contains("seller.fulfillment.basic") })
            let levels = try await road.bench.sent(ChannelStockTold.self).flatMap(\.levels)
            #expect(levels.allSatisfy { $0.refusal?.contains("seller.product.write") == true } && !levels.isEmpty)
        }
    }

    private func command(_ road: Road, _ channelOrder: String) async throws {
        let bench = road.bench
        let order = try await bench.ask(OrderGetHandler(), OrderGet(order: channelOrder)).order
        let line = try #require(order.lines.first)
        try await bench.work(until: { try await isWaiting(bench, channelOrder) })
        _ = try await bench.ask(OrderCancelHandler(queue: bench.queue), OrderCancel(order: channelOrder))
        let ship = OrderShip(
            shipment: .mint(), order: order.order, shop: order.shop, channelOrder: channelOrder, carrier: "usps",
            tracking: "9400111899223197428490")
        let fix = TrackingFix(
            shipment: .mint(), order: order.order, shop: order.shop, channelOrder: channelOrder, channelPackage: "",
            carrier: "usps", tracking: "9400111899223197428491")
        let stock = ChannelStockSet(
            shop: order.shop, channelProduct: line.channelProduct, sequence: 1, changedAt: Instant(Date()),
            limits: [
                .init(
                    channelSKU: line.channelSKU, channelWarehouse: try #require(order.channelWarehouse), limit: 1,
                    own: 0)
            ])
        _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [received(ship)])
        _ = try await bench.handle(TrackingFixHandler(queue: bench.queue), [received(fix)])
        _ = try await bench.handle(ChannelStockSetHandler(queue: bench.queue), [received(stock)])
    }

    /// Reads the order until it may be shipped, since shipping it is refused for other reasons before.
    private func isWaiting(_ bench: Bench, _ order: String) async throws -> Bool {
        let shop = try await bench.database.first(
            "SELECT \(unsafe: Ingestion.Connection.columns) FROM connections", as: Ingestion.Connection.self)
        try await bench.queue.enqueue([FetchOrders.item(order, try #require(shop), source: .read)])
        return try await bench.ask(OrderListHandler(), OrderList(search: order)).orders.first?.status
            == .awaitingShipment
    }

    private func received<Body: Message>(_ body: Body) -> Received<Body> {
        Received(Metadata(name: Body.name, tenant: Bench.tenant), body)
    }
}
