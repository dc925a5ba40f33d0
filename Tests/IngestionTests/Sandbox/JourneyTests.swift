import Contracts
import Crypto
import Foundation
import Messaging
import Outbound
import Postgres
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

/// The whole way between the service and a channel that verifies every signature, over real sockets.
@Suite(.timeLimit(.minutes(5)))
struct JourneyTests {
    @Test("a shop is connected, read, sold from, told of by webhooks, cancelled at and shipped from")
    func journey() async throws {
        try await Road.run { road in
            let shop = try await road.shop()
            let early = try await Self.place(road, at: shop)
            try await road.connect(shop)
            try await Self.reads(road, early)
            let late = try await Self.place(road, at: shop)
            try await Self.hears(road, late)
            try await Self.cancels(road, early)
            try await Self.ships(road, late)
        }
    }

    // MARK: Steps

    /// Places an order that the seller ships; answers the channel's id.
    private static func place(_ road: Road, at shop: String) async throws -> String {
        let body = #"{"lines":[{"sku":"SRM-1","units":2}],"shipping":"SELLER"}"#
        let orders = try await road.admin(.post, "/shops/\(shop)/orders", body)["orders"] as? [[String: Any]]
        return try #require(orders?.first?["id"] as? String)
    }

    /// What was there before the connection comes with it.
    private static func reads(_ road: Road, _ order: String) async throws {
        try await road.bench.work(until: {
            let products = try await road.bench.sent(ProductSynced.self)
            let warehouses = try await road.bench.sent(WarehouseSynced.self)
            let known = try await status(road, order)
            return products.contains { $0.weightGrams != nil } && !warehouses.isEmpty && known != nil
        })
        #expect(try await road.bench.count("faults") == 0)
    }

    /// Until an order may be shipped.
    private static func hears(_ road: Road, _ order: String) async throws {
        try await road.bench.work(until: {
            try await road.hear()
            return try await status(road, order) == .awaitingShipment
        })
        let known = try await road.bench.ask(OrderGetHandler(), OrderGet(order: order))
        // The next poll is a minute away: only a webhook can have told.
        #expect(known.events.first?.source == "webhook")
        // The units may have different prices, which are lines of their own.
        #expect(known.order.lines.reduce(0) { $0 + $1.ordered } == 2)
    }

    private static func cancels(_ road: Road, _ order: String) async throws {
        try await road.bench.waitFor(.awaitingShipment, order)
        _ = try await road.bench.ask(OrderCancelHandler(queue: road.bench.queue), OrderCancel(order: order))
        try await road.bench.work(until: { try await status(road, order) == .cancelled })
        let known = try await road.bench.ask(OrderGetHandler(), OrderGet(order: order))
        #expect(known.cancel?.state == "accepted")
        // Which is the reason unless one is given.
        let units = known.order.lines.map(\.units)
        #expect(units.allSatisfy { $0.cancelled == $0.outOfStock } && units.reduce(0) { $0 + $1.cancelled } == 2)
    }

    private static func ships(_ road: Road, _ order: String) async throws {
        let known = try await road.bench.ask(OrderGetHandler(), OrderGet(order: order))
        let command = OrderShip(
            shipment: .mint(), order: known.order.order, shop: known.order.shop, channelOrder: order, carrier: "usps",
            tracking: "9400111899223197428490")
        _ = try await road.bench.handle(
            OrderShipHandler(queue: road.bench.queue),
            [Received(Metadata(name: OrderShip.name, tenant: Bench.tenant), command)])
        try await road.bench.work(until: { try await road.bench.sent(OrderShipAccepted.self).count == 1 })
        #expect(try await road.bench.sent(OrderShipAccepted.self).first?.tracking == "9400111899223197428490")
        #expect(try await road.bench.sent(OrderShipRefused.self).isEmpty)
    }

    private static func status(_ road: Road, _ order: String) async throws -> Contracts.OrderStatus? {
        let question = OrderList(search: order)
        return try await road.bench.ask(OrderListHandler(), question).orders.first?.status
    }
}

extension Bench {
    /// Reads an order by its id until it stands somewhere, whatever rings meanwhile.
    func waitFor(_ status: Contracts.OrderStatus, _ order: String) async throws {
        let shop = try await database.first(
            "SELECT \(unsafe: Ingestion.Connection.columns) FROM connections", as: Ingestion.Connection.self)
        let connection = try #require(shop)
        try await work(until: {
            try await queue.enqueue([FetchOrders.item(order, connection, source: .read)])
            return try await ask(OrderListHandler(), OrderList(search: order)).orders.first?.status == status
        })
    }
}
