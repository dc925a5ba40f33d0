import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

/// What the second source is for, and the first reading of a shop, against a channel with books of its own.
@Suite(.timeLimit(.minutes(10)))
struct LostWebhooksTests {
    /// The channel's books: order and status.
    private static func books(_ road: Road, _ shop: String) async throws -> [String: String] {
        var books: [String: String] = [:]
        var total = Int.max
        while books.count < total {
            let page = try await road.admin(.get, "/orders?shop=\(shop)&after=\(books.count)&limit=500")
            total = page["total"] as? Int ?? 0
            for order in page["orders"] as? [[String: Any]] ?? [] {
                books[order["id"] as? String ?? ""] = order["status"] as? String ?? ""
            }
        }
        return books
    }

    /// What we know: order and the channel's word for where it stands.
    private static func known(_ bench: Bench) async throws -> [String: String] {
        let rows = try await bench.database.rows(
            "SELECT channel_order, channel_status FROM orders WHERE version > 0", as: (String, String).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, $0.1) })
    }

    @Test("with every webhook lost, every order still arrives and comes to the same end")
    func allLost() async throws {
        try await Road.run(polling: .milliseconds(500)) { road in
            _ = try await road.admin(
                .post, "/faults", #"{"partner":"webhook","endpoint":"*","kind":"lost","probability":1}"#)
            let shop = try await road.shop()
            try await road.connect(shop)
            _ = try await road.admin(.post, "/generator", #"{"per_minute":1200,"count":60,"shops":["\#(shop)"]}"#)
            try await road.bench.work(
                within: .seconds(180),
                until: {
                    let books = try await Self.books(road, shop)
                    let known = try await Self.known(road.bench)
                    return books.count >= 55 && known == books
                })
            #expect(road.sink.take().isEmpty)
            let sources = try await road.bench.database.rows(
                "SELECT DISTINCT source FROM order_events ORDER BY 1", as: String.self)
            #expect(Set(sources).isSubset(of: ["poll", "backfill", "read"]))
            #expect(try await road.bench.count("faults") == 0)
        }
    }

    @Test("90 days of orders are read over many pages, by two that die over it and a third: all of them, to the cent")
    func backfill() async throws {
        try await Road.run(polling: .seconds(3600)) { road in
            let shop = try await road.shop()
            // 1,300 orders are 13 pages and more than two jobs.
            let sums = try await road.admin(.post, "/shops/\(shop)/history", #"{"orders":1300,"days":80}"#)
            try await road.connect(shop, through: [FinishConnection(desk: road.bench.desk)])
            try await road.die(over: 3) { BackfillOrders(desk: $0) }
            #expect(try await road.bench.count("order_events") == 0)
            // Five pages are one job's: this one dies in its second.
            try await road.die(over: 7) { BackfillOrders(desk: $0) }
            let half = try await road.bench.count("order_events")
            #expect((400...500).contains(half))
            try await road.bench.work(
                [BackfillOrders(desk: road.bench.desk)], within: .seconds(180),
                until: {
                    try await road.bench.work(of: BackfillOrders.self).isEmpty
                })
            let books = try await Self.books(road, shop)
            #expect(books.count == 1300, "\(sums)")
            #expect(try await Self.known(road.bench) == books)
            #expect(try await road.bench.count("order_events") == 1300)
            #expect(try await road.bench.sent(OrderChanged.self).count == 1300)
            try await Self.compareSums(road, shop)
        }
    }

    /// GMV of paid orders that are not cancelled, samples left out, by the channel's own sum and by ours.
    private static func compareSums(_ road: Road, _ shop: String) async throws {
        let sales = try await road.admin(.get, "/sales?shop=\(shop)")
        let told = try await road.bench.sent(OrderChanged.self)
            .filter { $0.status != .cancelled && !$0.flags.contains(.sample) }
        let gmv = told.reduce(Int64(0)) { sum, order in
            order.lines.filter { !$0.isGift }.reduce(sum) { $0 + $1.gmv - $1.platformDiscount }
        }
        #expect(told.count == sales["paid_orders"] as? Int)
        #expect(Int(gmv) == sales["sub_total_minor"] as? Int)
    }
}
