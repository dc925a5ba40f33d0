import Contracts
import Foundation
import Messaging
import Testing

@testable import Ingestion
@testable import TikTokShop

/// What is told of a parcel under the channel's label, and how often it is asked for.
struct SightingTests {
    private static let id = OrderID.mint()
    /// When the sample order was placed, and hours after that.
    private static let placed = 1_767_221_000

    private static func hours(_ hours: Double) -> Instant {
        Instant(milliseconds: Int64(placed) * 1000 + Int64(hours * 3_600_000))
    }

    private static func scan(_ hour: Double, _ words: String) -> [String: Any] {
        ["description": words, "update_time_millis": hours(hour).milliseconds]
    }

    /// The order's snapshot as one reading gives it, shipped under the channel's label.
    private static func snapshot(_ status: String, _ changes: [String: Any] = [:]) throws -> OrderSnapshot {
        let fields: [String: Any] = ["shipping_type": "TIKTOK"]
        return try #require(
            {
                guard
                    case .changed(let change) = apply(
                        try Samples.read(status, fields.merging(changes) { $1 }), to: Samples.stored(id), from: .webhook
                    )
                else { return nil }
                return change.snapshot
            }())
    }

    private static func sighting(_ snapshot: OrderSnapshot, _ scans: [[String: Any]], now: Double = 240) throws
        -> ParcelScanned?
    {
        let history = try Samples.decode(TrackingHistory.self, ["tracking": scans])
        return snapshot.sighting(history.scans ?? [], id, Samples.shop, now: hours(now))
    }

    @Test("the newest scan is told, in whichever order they come, with what the order's status says of it")
    func stages() throws {
        let scans = [Self.scan(2, "Ready"), Self.scan(30, "Sorted"), Self.scan(9, "Collected")]
        let told = try ["AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED"].map { status in
            try Self.sighting(
                Self.snapshot(
                    status,
                    ["collection_time": Self.placed + 9 * 3600, "delivery_time": Self.placed + 31 * 3600]), scans)
        }
        #expect(told.map { $0?.status } == ["preTransit", "transit", "delivered"])
        #expect(told.allSatisfy { $0?.detail == "Sorted" && $0?.channelOrder == "576400000000000001" })
        #expect(told.map { $0?.handedOverAt } == [nil, Self.hours(9), Self.hours(9)])
        #expect(told.map { $0?.deliveredAt } == [nil, nil, Self.hours(31)])
        // Never earlier than any of the other times.
        #expect(told.map { $0?.at } == [Self.hours(30), Self.hours(30), Self.hours(31)])
    }

    @Test("where the order does not say when it arrived, the newest scan does, and without one the change of status")
    func arrival() throws {
        let collected: [String: Any] = ["collection_time": Self.placed + 1800]
        let order = try Self.snapshot("DELIVERED", collected)
        #expect(try Self.sighting(order, [Self.scan(20, "Delivered")])?.deliveredAt == Self.hours(20))
        // Nothing was seen since the carrier took it: the list lags behind.
        let updated = Instant(seconds: 1_767_224_700)
        #expect(try Self.sighting(order, [Self.scan(0.2, "Ready")])?.deliveredAt == updated)
        #expect(try Self.sighting(order, [])?.deliveredAt == updated)
        // Two weeks later nobody knows any more.
        let completed = try #require(try Self.sighting(Self.snapshot("COMPLETED", collected), []))
        #expect(completed.status == "delivered" && completed.deliveredAt == nil)
    }

    @Test("what nobody has seen, or is none of the channel's labels, or will not move, is not told")
    func nothing() throws {
        let scans = [Self.scan(2, "Ready")]
        #expect(try Self.sighting(Self.snapshot("AWAITING_COLLECTION"), []) == nil)
        #expect(try Self.sighting(Self.snapshot("AWAITING_SHIPMENT"), scans) == nil)
        #expect(try Self.sighting(Self.snapshot("CANCELLED"), scans) == nil)
        for changes in [["shipping_type": "SELLER"], ["fulfillment_type": "FULFILLMENT_BY_TIKTOK"]] {
            #expect(try Self.sighting(Self.snapshot("IN_TRANSIT", changes), scans) == nil)
        }
    }

    @Test("scans without a time, of no time, or of the future say nothing, and long words are cut")
    func oddScans() throws {
        let order = try Self.snapshot("AWAITING_COLLECTION")
        let odd: [[String: Any]] = [
            ["description": "no time"], ["description": "zero", "update_time_millis": 0], Self.scan(500, "future"),
            ["description": "negative", "update_time_millis": -5], ["update_time_millis": Int64.max],
        ]
        #expect(try Self.sighting(order, odd) == nil)
        let told = try Self.sighting(
            order, odd + [Self.scan(2, String(repeating: "é", count: 400) + "\0")])
        // Two bytes for each letter.
        #expect(told?.detail == String(repeating: "é", count: 250) && told?.at == Self.hours(2))
        let text = ["description": "as text", "update_time_millis": "\(Self.hours(3).milliseconds)"]
        #expect(try Self.sighting(order, [text])?.at == Self.hours(3))
    }

    /// Statuses before and after a change, and whether the parcel is looked at for it.
    @Test(
        "a parcel is looked at when its order moves, but not when it had arrived before anybody knew the order",
        arguments: [
            (nil, "AWAITING_SHIPMENT", false), (nil, "AWAITING_COLLECTION", true), (nil, "IN_TRANSIT", true),
            (nil, "DELIVERED", false), ("AWAITING_SHIPMENT", "AWAITING_COLLECTION", true),
            ("IN_TRANSIT", "DELIVERED", true), ("IN_TRANSIT", "COMPLETED", true), ("DELIVERED", "COMPLETED", false),
            ("IN_TRANSIT", "CANCELLED", false),
        ] as [(String?, String, Bool)])
    func begins(before: String?, after: String, isLookedAt: Bool) throws {
        var stored = Samples.stored()
        let shipping = ["shipping_type": "TIKTOK"]
        if let before, case .changed(let first) = apply(try Samples.read(before, shipping), to: stored, from: .poll) {
            stored.take(first)
        }
        let read = try Samples.read(after, updated: 1_767_224_800, shipping)
        guard case .changed(let change) = apply(read, to: stored, from: .poll) else {
            Issue.record("nothing changed")
            return
        }
        #expect(change.movesParcel == isLookedAt)
        #expect(FollowParcels.item(change)?.key == (isLookedAt ? change.id.description : nil))
    }

    @Test(
        "the pause doubles each week, eightfold at most, and after 60 days nobody asks any more",
        arguments: [
            (-1, 1), (0, 1), (6.9, 1), (7, 2), (14, 4), (21, 8), (59.9, 8), (60, nil), (1000, nil),
        ] as [(Double, Int?)])
    func patience(days: Double, factor: Int?) {
        let pause = ScanPatience.pause(since: Self.hours(0), now: Self.hours(days * 24), every: .seconds(7200))
        #expect(pause == factor.map { .seconds(7200 * $0) })
    }
}
