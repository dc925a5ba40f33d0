import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Ingestion
@testable import TikTokShop

/// The channel may repeat the recipient's address in what it says; nothing of that is kept or told.
@Suite(.timeLimit(.minutes(3)))
struct DiscretionTests {
    @Test("a refusal of the channel's is told without the address that it repeats, and an erased one not at all")
    func refused() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in ["orders": [OrderWorkTests.order("1")]] }
            bench.channel.on(.shippingProviders) { _ in ["shipping_providers": [["id": "71", "name": "USPS"]]] }
            bench.channel.on(.markShipped) { _ in
                throw ScriptedChannel.error(.business, .markShipped, "nobody goes to ANA DEMO, 12 Sample St, Apt 3")
            }
            try await bench.queue.enqueue([FetchOrders.item("1", shop, source: .read)])
            try await bench.work(until: { try await bench.sent(OrderChanged.self).count == 1 })
            let order = try #require(try await bench.sent(OrderChanged.self).first?.order)

            let first = try await Self.refusal(of: order, shop, bench)
            #expect(first.contains("nobody goes to …, … St, Apt 3"), "\(first)")
            try await bench.database.run("UPDATE recipients SET sealed = NULL, sealed_key = NULL")
            let second = try await Self.refusal(of: order, shop, bench)
            #expect(second.contains("is not shown") && !second.contains("Sample"), "\(second)")
        }
    }

    /// Has a parcel of the order shipped; answers why it was not.
    private static func refusal(of order: OrderID, _ shop: Connection, _ bench: Bench) async throws -> String {
        let command = OrderShip(
            shipment: .mint(), order: order, shop: shop.shop, channelOrder: "1", carrier: "usps",
            tracking: "1ZDEMO0001")
        let wish = Received(Metadata(name: OrderShip.name, tenant: shop.tenant), command)
        _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [wish])
        try await bench.work(until: {
            try await bench.sent(OrderShipRefused.self).contains { $0.shipment == command.shipment }
        })
        return try #require(try await bench.sent(OrderShipRefused.self).last { $0.shipment == command.shipment }).detail
    }
}
