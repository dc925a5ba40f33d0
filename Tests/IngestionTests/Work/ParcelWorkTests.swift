import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Ingestion
@testable import TikTokShop

/// Parcels under the channel's own label, followed on the real tables.
struct ParcelWorkTests {
    /// Two hours ago: a parcel of long ago is not asked for any more.
    private static let placed = Int(Date().timeIntervalSince1970) - 7200

    /// An order under the channel's label, a minute younger at each stage.
    private static func order(_ id: String, _ stage: Int, _ changes: [String: Any] = [:]) -> [String: Any] {
        let status = ["AWAITING_SHIPMENT", "AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED", "CANCELLED"][stage]
        let fields: [String: Any] = [
            "status": status, "create_time": placed, "update_time": placed + 60 * stage, "shipping_type": "TIKTOK",
            "line_items": [Samples.tumbler("\(id)1", ["display_status": status])],
        ]
        return OrderWorkTests.order(id, fields.merging(changes) { $1 })
    }

    /// Whatever the channel is asked of, it shows one order at a stage; scans come one with each stage.
    private static func script(_ bench: Bench, _ stage: Shown) {
        bench.channel.on(.getOrders) { _ in ["orders": [order("1", stage.value)]] }
        bench.channel.on(.tracking) { _ in
            [
                "tracking": (1...max(1, stage.value)).map { number in
                    ["description": "Scan \(number)", "update_time_millis": (placed + 60 * number) * 1000]
                }
            ]
        }
    }

    /// Rings for the order, and works until nothing is left to do at once.
    private static func ring(_ bench: Bench, _ shop: Ingestion.Connection) async throws {
        try await bench.queue.enqueue([FetchOrders.item("1", shop, source: .webhook)])
        try await bench.work()
    }

    @Test("each change of the order has its parcel looked at; what is new is told once; it ends with the arrival")
    func follows() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect(), stage = Shown(0)
            Self.script(bench, stage)
            try await Self.ring(bench, shop)
            #expect(bench.channel.count(.tracking) == 0, "nobody has a label yet")
            stage.value = 1
            try await Self.ring(bench, shop)
            let order = try #require(try await bench.database.first("SELECT id FROM orders", as: UUID.self))
            let key = OrderID(order).description
            #expect(try await bench.work(of: FollowParcels.self) == ["\(key) waiting"])
            let call = try #require(bench.channel.calls.last { $0.name == Endpoint.tracking.name })
            #expect(call.path == ["1"])
            // Looked at again: nothing is new.
            try await bench.hurry()
            try await bench.work(until: { bench.channel.count(.tracking) == 2 })
            for next in 2...3 {
                stage.value = next
                try await Self.ring(bench, shop)
            }
            let told = try await bench.sent(ParcelScanned.self)
            #expect(told.map(\.status) == ["preTransit", "transit", "delivered"])
            #expect(told.map(\.detail) == ["Scan 1", "Scan 2", "Scan 3"])
            #expect(told.allSatisfy { $0.order == OrderID(order) && $0.shop == shop.shop })
            // Neither collection_time nor delivery_time is told: the change of status, and the last scan.
            #expect(told.last?.handedOverAt == Instant(seconds: Int64(Self.placed + 120)))
            #expect(told.last?.deliveredAt == Instant(seconds: Int64(Self.placed + 180)))
            #expect(try await bench.work(of: FollowParcels.self).isEmpty)
            let journeys = try await bench.database.rows(
                "SELECT DISTINCT correlation FROM told WHERE type = \(ParcelScanned.name.rawValue)", as: String.self)
            #expect(journeys == [key])
        }
    }

    @Test("a parcel whose order is cancelled is not asked for any more, and one that was told goes when it is old")
    func ends() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect(), stage = Shown(1)
            Self.script(bench, stage)
            try await Self.ring(bench, shop)
            #expect(try await bench.work(of: FollowParcels.self).count == 1)
            stage.value = 4
            try await Self.ring(bench, shop)
            try await bench.hurry()
            try await bench.work(until: { try await bench.work(of: FollowParcels.self).isEmpty })
            #expect(bench.channel.count(.tracking) == 1)
            try await bench.database.run("UPDATE parcel_scans SET changed_at = now() - interval '91 days'")
            try await bench.queue.enqueue([KeepHouse.item])
            try await bench.work()
            #expect(try await bench.count("parcel_scans") == 0)
        }
    }

    @Test("several of a shop's go in one job; where the channel has no scans, the order's own times are told")
    func bundle() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let collected = ["collection_time": Self.placed + 30]
            bench.channel.on(.getOrders) { _ in
                ["orders": ["1", "2", "3"].map { Self.order($0, 2, collected) }]
            }
            bench.channel.on(.tracking) { call in
                if call.path == ["2"] { throw ScriptedChannel.error(.business, .tracking) }
                return ["tracking": [["description": "Sorted", "update_time_millis": (Self.placed + 90) * 1000]]]
            }
            try await bench.queue.enqueue(["1", "2", "3"].map { FetchOrders.item($0, shop, source: .webhook) })
            try await bench.work()
            let told = try await bench.sent(ParcelScanned.self)
            let words = Dictionary(uniqueKeysWithValues: told.map { ($0.channelOrder, $0.detail ?? "none") })
            #expect(words == ["1": "Sorted", "2": "none", "3": "Sorted"])
            #expect(told.allSatisfy { $0.handedOverAt == Instant(seconds: Int64(Self.placed + 30)) })
            #expect(try await bench.work(of: FollowParcels.self).allSatisfy { $0.hasSuffix("waiting") })
        }
    }

    @Test("the parcels of a shop that is not connected any more are not asked for, and hold nothing up")
    func closed() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect(), stage = Shown(1)
            Self.script(bench, stage)
            try await Self.ring(bench, shop)
            #expect(try await bench.work(of: FollowParcels.self).count == 1)
            try await bench.database.run("UPDATE connections SET state = 'disconnected'")
            try await bench.hurry()
            try await bench.work(until: { try await bench.work(of: FollowParcels.self).isEmpty })
            #expect(bench.channel.count(.tracking) == 1)
        }
    }
}
