import Foundation
import Outbound
import Postgres
import TestKit
import Testing

/// What people do with parcels, and what the channel does with its own labels: real processes and signatures.
@Suite(.serialized, .timeLimit(.minutes(15))) struct ParcelJourneyTests {
    /// Ten seconds of remorse, and parcels that are collected after 20 seconds at the earliest.
    private static let slower = ["SANDBOX_TIME_SCALE": "360"]

    @Test("the channel's own label comes through the gateway as a PDF, and nothing is bought elsewhere")
    func channelLabel() async throws {
        try await House.run(sandbox: Self.slower) { house in
            let brand = try await Brand.open(in: house, units: 20)
            let order = try await brand.sell(1, shipping: "TIKTOK")
            try await brand.untilParcel(order, "has the channel's label") { $0["hasLabel"].bool == true }
            try await brand.until(order, status: "awaitingCollection", stock: "reserved", parcel: "shipped")
            let label = try await brand.door.get("/v1/shipments/\(try await brand.shipmentID(order))/label")
            #expect(label.status == 200 && label.headers["Content-Type"] == "application/pdf")
            #expect(label.body.text?.hasPrefix("%PDF-") == true)
            #expect(try await brand.labels().isEmpty)
            let told = try await house.sandbox.read("/orders/\(order)")["tracking_number"].text
            #expect(try await brand.parcel(order)["tracking"].text == told && told?.isEmpty == false)
        }
    }

    @Test(
        "a parcel under the channel's own label is followed to the end by the channel's scans, and counts for metric 27"
    )
    func channelScans() async throws {
        // A week lies between two looks: only the order's own changes have the parcel looked at.
        let patient = ["ingestion": ["SCAN_EVERY": "604800s"]]
        try await House.run(sandbox: Self.slower, services: patient) { house in
            let brand = try await Brand.open(in: house, units: 20)
            let order = try await brand.sell(1, shipping: "TIKTOK")
            try await brand.until(order, parcel: "shipped")
            // Six hours are a second from here: four to twenty seconds of a way.
            _ = try await house.sandbox.create("/clock", #"{"scale": 21600}"#)
            try await brand.until(order, status: "delivered", parcel: "delivered")
            var timeline: [JSONValue] = []
            try await eventually(within: Brand.patience, "the channel's scans are in the order's timeline") {
                timeline = try await brand.order(order)["timeline"].list.filter { $0["service"].text == "fulfillment" }
                return timeline.contains { $0["kind"].text == "delivered" }
            }
            let seen = timeline.filter { $0["kind"].text == "tracked" }.compactMap { $0["sentence"].text }
            #expect(seen.last == "Delivered" && seen.count > 1, "\(timeline)")
            try await checkDelivery(of: order, brand)
        }
    }

    /// Delivered less collected, as the channel itself tells both; the one parcel arrived.
    private func checkDelivery(of order: String, _ brand: Brand) async throws {
        let shown = try await brand.house.sandbox.read("/orders/\(order)")
        let way = try #require(shown["delivery_time"].int) - (try #require(shown["collection_time"].int))
        var now = JSONValue.null
        try await eventually(within: Brand.patience, "metric 27 knows the parcel") {
            now = try await brand.door.read("/v1/analytics/summary?window=7d")["now"]
            return number(now["deliverySuccess"]) == 1
        }
        let hours = try #require(number(now["deliveryMedianHours"]))
        #expect(abs(hours * 3600 - Double(way)) < 0.5, "\(way) s: \(now)")
    }

    private func number(_ value: JSONValue) -> Double? {
        if case .number(let number) = value { return number }
        return value.int.map(Double.init)
    }

    /// The cheapest carrier of a German parcel is one that the channel does not list there. A number begins with its
    /// carrier's first letters.
    @Test(
        "a parcel of another country goes with a carrier that the channel lists, and costs one label",
        arguments: [("DE", "DHL", ["DEU"]), ("FR", "Chronopost", [])])
    func abroad(region: String, carrier: String, given back: [String]) async throws {
        let sandbox = Self.slower.merging(["SANDBOX_DEMO_SHOPS": region])
        try await House.run(sandbox: sandbox) { house in
            let brand = try await Brand.open(in: house, units: 20, market: "row")
            let order = try await brand.sell(1)
            try await brand.until(order, status: "awaitingCollection", stock: "reserved", parcel: "shipped")
            #expect(try await brand.parcel(order)["carrier"].text == carrier)
            #expect(try await house.sandbox.read("/orders/\(order)")["shipping_provider"].text == carrier)
            try await eventually(within: Brand.patience, "what was not used is given back") {
                let labels = try await brand.labels()
                let kept = labels.filter { $0["status"].text == "SUCCESS" }
                let others = labels.filter { $0["status"].text != "SUCCESS" }
                return kept.count == 1
                    && others.compactMap { $0["tracking_number"].text.map { String($0.prefix(3)) } } == back
            }
        }
    }

    @Test("the carrier partner's webhooks tell of a parcel's way, long before anybody would have asked")
    func tracked() async throws {
        // A week lies between two looks.
        let patient = ["fulfillment": ["TRACK_EVERY": "604800s"]]
        try await House.run(sandbox: Self.slower, services: patient) { house in
            let brand = try await Brand.open(in: house, units: 20)
            let order = try await brand.sell(1)
            try await brand.until(order, parcel: "shipped")
            try await eventually(within: Brand.patience, "the first look is over") {
                try await house.database.rows(
                    "SELECT due_at > now() + interval '1 day' FROM fulfillment.work WHERE kind = 'tracks.poll'",
                    as: Bool.self) == [true]
            }
            // The carrier collects within a day and takes some more. From here a day is a second.
            _ = try await house.sandbox.create("/clock", #"{"scale": 86400}"#)
            var timeline: [JSONValue] = []
            try await eventually(within: Brand.patience, "the carrier's word is in the order's timeline") {
                timeline = try await brand.order(order)["timeline"].list.filter { $0["service"].text == "fulfillment" }
                return timeline.contains { $0["kind"].text == "delivered" }
            }
            #expect(timeline.filter { $0["kind"].text == "tracked" }.count > 1, "each scan is one: \(timeline)")
        }
    }

    @Test("a corrected tracking number reaches the channel, once")
    func corrected() async throws {
        try await House.run(sandbox: Self.slower) { house in
            let brand = try await Brand.open(in: house, units: 20)
            let order = try await brand.sell(1)
            try await brand.untilParcel(order, "is taken by the channel") { $0["channelPackage"].text != nil }
            let path = "/v1/shipments/\(try await brand.shipmentID(order))/tracking"
            let asked = try await brand.door.send(
                .put, path, #"{"carrier": "UPS", "tracking": "1Z999AA10123456784"}"#)
            #expect(asked.status == 200, "\(asked.body)")
            try await brand.untilParcel(order, "has its new number") { $0["tracking"].text == "1Z999AA10123456784" }
            let shown = try await house.sandbox.read("/orders/\(order)")
            #expect(shown["tracking_number"].text == "1Z999AA10123456784" && shown["shipping_provider"].text == "UPS")
            #expect(try await brand.actions(about: order).isSuperset(of: ["trackingFixAsked", "trackingFixed"]))

            // The channel takes a correction once; the number stays what it knows.
            _ = try await brand.door.send(.put, path, #"{"carrier": "UPS", "tracking": "1Z999AA10000000000"}"#)
            try await eventually(within: Brand.patience, "the second correction is refused") {
                try await brand.parcelEvents(of: order).contains("trackingRefused")
            }
            #expect(try await brand.parcel(order)["tracking"].text == "1Z999AA10123456784")
        }
    }

    @Test("an address that changes before the label is bought is where the parcel goes")
    func movedEarly() async throws {
        try await House.run(sandbox: Self.slower) { house in
            let brand = try await Brand.open(in: house, units: 20)
            try await brand.settle(isAutomationOn: false)
            let order = try await brand.sell(1)
            try await brand.untilWaiting(order, for: "automation")
            // No carrier finds the first correction; the second one is good.
            _ = try await house.sandbox.create("/orders/\(order)/address", #"{"line1": "1 Nowhere Road"}"#)
            try await eventually(within: Brand.patience, "the new address is known") {
                try await brand.parcelEvents(of: order).contains("addressChanged")
            }
            try await brand.settle()
            try await brand.untilWaiting(order, for: "address")
            #expect(try await brand.labels().isEmpty)
            _ = try await house.sandbox.create("/orders/\(order)/address", #"{"line1": "2 Elsewhere Road"}"#)
            try await brand.until(order, status: "awaitingCollection", parcel: "shipped")
            #expect(try await brand.labels().count == 1)
            #expect(try await !brand.parcelEvents(of: order).contains("addressChangedLate"))
        }
    }

    @Test("what is above a limit waits for a person, who pauses, releases, confirms and retries; all of it is logged")
    func people() async throws {
        try await House.run(sandbox: Self.slower) { house in
            let brand = try await Brand.open(in: house, units: 20)
            try await brand.settle(confirmAboveUnits: 2)
            let (large, small) = (try await brand.sell(3), try await brand.sell(2))
            try await brand.until(small, parcel: "shipped")
            try await brand.untilWaiting(large, for: "confirmation")
            #expect(try await brand.act("pause", on: large, #"{"reason": "asked the buyer"}"#)["isPaused"].bool == true)
            let confirmed = try await brand.act("confirm", on: large)
            #expect(confirmed["state"].text == "waiting", "paused, it does not go: \(confirmed)")
            // A carrier that refuses once: the parcel waits for a person, who retries.
            _ = try await house.sandbox.create("/settings", #"{"shippo_failure_rate": 1}"#)
            _ = try await brand.act("release", on: large)
            try await brand.untilWaiting(large, for: "carrier")
            let waiting = try await brand.door.read("/v1/shipments?needsPerson=true")["shipments"].list
            #expect(waiting.map { $0["channelOrder"].text } == [large])
            _ = try await house.sandbox.create("/settings", #"{"shippo_failure_rate": 0}"#)
            _ = try await brand.act("retry", on: large)
            try await brand.until(large, status: "awaitingCollection", parcel: "shipped")

            let wanted: Set = [
                "shipmentPaused", "shipmentConfirmed", "shipmentReleased", "shipmentRetried", "labelBought",
                "orderShipped",
            ]
            try await eventually(within: Brand.patience, "all is in the log of actions") {
                try await brand.actions(about: large).isSuperset(of: wanted)
            }
            #expect(try await brand.actions(about: small).isDisjoint(with: ["shipmentConfirmed", "shipmentRetried"]))
        }
    }
}
