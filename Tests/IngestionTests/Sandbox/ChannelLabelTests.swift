import Contracts
import Foundation
import Messaging
import Outbound
import Testing

@testable import Ingestion
@testable import TikTokShop

/// Parcels under the channel's own label, at a channel that refuses every call that is not its market's.
@Suite(.timeLimit(.minutes(5)))
struct ChannelLabelTests {
    @Test(
        "a parcel under the channel's label ships by its market's own calls",
        arguments: [
            ("US", ["package.services", "package.create"]), ("GB", ["package.create"]), ("DE", ["package.ship"]),
        ])
    func ships(region: String, calls: [String]) async throws {
        try await Road.run { road in
            let opened = try await road.admin(.post, "/shops", #"{"demo_products":3,"region":"\#(region)"}"#)
            let shop = try #require(opened["id"] as? String)
            try await road.connect(shop)
            let body =
                #"{"lines":[{"sku":"SRM-1","units":2}],"shipping":"TIKTOK","plan":{"pays_after_seconds":1}}"#
            let orders = try await road.admin(.post, "/shops/\(shop)/orders", body)["orders"] as? [[String: Any]]
            let order = try #require(orders?.first?["id"] as? String)
            try await road.bench.waitFor(.awaitingShipment, order)
            let known = try await road.bench.ask(OrderGetHandler(), OrderGet(order: order)).order
            let command = OrderShip(
                shipment: .mint(), order: known.order, shop: known.shop, channelOrder: order, weightGrams: 240,
                dimensionsMillimetres: [120, 50, 100])
            _ = try await road.bench.handle(
                OrderShipHandler(queue: road.bench.queue),
                [Received(Metadata(name: OrderShip.name, tenant: Bench.tenant), command)])
            try await road.bench.work(until: {
                let refused = try await road.bench.sent(OrderShipRefused.self)
                #expect(refused.isEmpty)
                return try await road.bench.sent(OrderShipAccepted.self).count == 1 || !refused.isEmpty
            })
            let accepted = try #require(try await road.bench.sent(OrderShipAccepted.self).first)
            #expect(!accepted.channelPackage.isEmpty && accepted.tracking?.isEmpty == false)
            #expect(try await Self.shipping(road) == Set(calls))
        }
    }

    @Test(
        "every package of an order that was split ships, under our number or each under the channel's own",
        arguments: [("MY", "SELLER", 1), ("MY", "TIKTOK", 2), ("DE", "TIKTOK", 2)])
    func split(region: String, type: String, answers: Int) async throws {
        try await Road.run { road in
            let opened = try await road.admin(.post, "/shops", #"{"demo_products":3,"region":"\#(region)"}"#)
            let shop = try #require(opened["id"] as? String)
            try await road.connect(shop)
            let body =
                #"{"lines":[{"sku":"SRM-1","units":2}],"shipping":"\#(type)","plan":{"pays_after_seconds":1}}"#
            let orders = try await road.admin(.post, "/shops/\(shop)/orders", body)["orders"] as? [[String: Any]]
            let order = try #require(orders?.first?["id"] as? String)
            try await road.bench.waitFor(.awaitingShipment, order)
            let lines = try await Self.lines(of: order, road)
            let last = try #require(lines.last?["id"] as? String)
            _ = try await road.admin(.post, "/orders/\(order)/split", #"{"lines":["\#(last)"]}"#)
            // A minute a second: a carrier who comes for the first package before our work does leaves no label of it.
            _ = try await road.admin(.post, "/clock", #"{"scale":60}"#)
            let isOurs = type == "SELLER"
            let known = try await road.bench.ask(OrderGetHandler(), OrderGet(order: order)).order
            let command = OrderShip(
                shipment: .mint(), order: known.order, shop: known.shop, channelOrder: order,
                carrier: isOurs ? "J&T Express" : nil, tracking: isOurs ? "JT000123456789" : nil, weightGrams: 240,
                dimensionsMillimetres: [120, 50, 100])
            _ = try await road.bench.handle(
                OrderShipHandler(queue: road.bench.queue),
                [Received(Metadata(name: OrderShip.name, tenant: Bench.tenant), command)])
            try await road.bench.work(until: {
                let refused = try await road.bench.sent(OrderShipRefused.self)
                #expect(refused.isEmpty)
                return try await road.bench.sent(OrderShipAccepted.self).count == answers || !refused.isEmpty
            })
            let shipped = try await Self.lines(of: order, road)
            #expect(shipped.allSatisfy { $0["display_status"] as? String != "AWAITING_SHIPMENT" })
            #expect(Set(shipped.compactMap { $0["package_id"] as? String }).count == 2)
            let told = try await road.bench.sent(OrderShipAccepted.self)
            let numbers = Set(shipped.compactMap { $0["tracking_number"] as? String })
            #expect(Set(told.compactMap(\.tracking)) == numbers && numbers.count == answers)
            #expect(Set(told.map(\.channelPackage)).count == answers)
            // Each package under the channel's label has a file of its own.
            #expect(Set(told.compactMap(\.labelFile)).count == (isOurs ? 0 : answers))
            #expect(try await road.bench.count("files") == (isOurs ? 0 : answers))
            #expect(try await Self.shipping(road) == ["package.ship"])
        }
    }

    private static func lines(of order: String, _ road: Road) async throws -> [[String: Any]] {
        try #require(try await road.admin(.get, "/orders/\(order)")["line_items"] as? [[String: Any]])
    }

    /// The calls that shipped, each of which the channel took.
    private static func shipping(_ road: Road) async throws -> Set<String> {
        let counts = try await road.admin(.get, "/calls")["counts"] as? [[String: Any]] ?? []
        let names = ["package.services", "package.create", "package.ship", "package.mark_shipped"]
        let made = counts.filter { names.contains($0["endpoint"] as? String ?? "") }
        #expect(made.allSatisfy { $0["code"] as? Int == 0 })
        return Set(made.compactMap { $0["endpoint"] as? String })
    }
}
