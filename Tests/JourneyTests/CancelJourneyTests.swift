import Outbound
import Postgres
import TestKit
import Testing

/// A cancel at the stages that ``OrderJourneyTests`` does not walk: real processes, broker, database and signatures.
@Suite(.serialized, .timeLimit(.minutes(15))) struct CancelJourneyTests {
    @Test("a cancel while nobody knows whether the label was bought frees the stock at once; the label is refunded")
    func unknownOutcome() async throws {
        // A purchase is given up after two seconds, and looked for after fifteen; it lands after twelve.
        let hasty = ["LABEL_DEADLINE": "2s", "LABEL_GRACE": "13s", "LABEL_ABSENT_GAP": "2s", "REFUND_EVERY": "1s"]
        try await House.run(sandbox: ["SANDBOX_TIME_SCALE": "360"], services: ["fulfillment": hasty]) { house in
            let brand = try await Brand.open(in: house, units: 20)
            _ = try await house.sandbox.create("/settings", #"{"shippo_refund_refusal_rate": 0}"#)
            _ = try await house.sandbox.create(
                "/faults",
                #"{"partner": "shippo", "endpoint": "transaction.create", "kind": "late", "ms": [12000], "#
                    + #""hold_ms": 4000, "times": 1}"#)
            let order = try await brand.sell(2)
            try await brand.until(order, parcel: "unknownPurchase")
            _ = try await house.sandbox.create("/orders/\(order)/cancel", #"{"role": "BUYER"}"#)
            try await brand.until(order, status: "cancelled", stock: "released")
            let level = try await brand.level()
            #expect(level["onHand"].int == 20 && level["reserved"].int == 0, "\(level)")

            try await eventually(within: Brand.patience, "the found label is given back") {
                try await brand.labels().map { $0["status"].text } == ["REFUNDPENDING"]
            }
            // That takes two days. From here a day is a second.
            _ = try await house.sandbox.create("/clock", #"{"scale": 86400}"#)
            try await brand.untilParcel(order, "has its label's refund") { $0["refund"].text == "settled" }
            let log = try await brand.parcelEvents(of: order)
            let places = ["purchaseUnknown", "orderCancelled", "labelBought", "labelVoided", "labelRefund"]
                .map { log.firstIndex(of: $0) }
            #expect(!places.contains(nil) && places.compactMap(\.self) == places.compactMap(\.self).sorted(), "\(log)")
            #expect(!log.contains("shipAsked"))
            let labels = try await brand.labels()
            #expect(labels.map { $0["status"].text } == ["REFUNDED"])
            let charges = labels.flatMap { $0["charges_minor"].list.compactMap(\.int) }
            #expect(charges.count == 2 && charges.reduce(0, +) == 0, "charged once, given back once: \(charges)")
        }
    }

    @Test("a cancel that is asked for stops the parcel until it is decided, either way")
    func undecided() async throws {
        // Eight minutes until the channel would decide by itself.
        try await House.run(sandbox: ["SANDBOX_TIME_SCALE": "360"]) { house in
            let brand = try await Brand.open(in: house, units: 20)
            // Nothing is bought while automation is off, so that all wishes are known before anything is.
            try await brand.settle(isAutomationOn: false)
            let (kept, given) = (try await brand.sell(1), try await brand.sell(2))
            for order in [kept, given] {
                try await brand.untilWaiting(order, for: "automation")
                _ = try await house.sandbox.create("/orders/\(order)/request-cancel")
                try await brand.untilWaiting(order, for: "cancelDecision")
            }
            try await brand.settle()
            // An order that nobody wants to cancel shows that labels are bought again.
            let other = try await brand.sell(1)
            try await brand.until(other, parcel: "shipped")
            for order in [kept, given] {
                #expect(try await brand.parcel(order)["waitsFor"].text == "cancelDecision")
            }
            #expect(try await brand.labels().count == 1)

            _ = try await house.sandbox.create("/orders/\(kept)/withdraw-cancel")
            try await brand.until(kept, status: "awaitingCollection", stock: "reserved", parcel: "shipped")
            let granted = try await brand.door.post("/v1/orders/\(given)/cancel")
            #expect(granted.status == 200, "\(granted.body)")
            try await brand.until(given, status: "cancelled", stock: "released", parcel: "cancelled")
            #expect(try await brand.labels().count == 2, "for what was kept and for the other; none for what was given")
            let level = try await brand.level()
            let free = (level["onHand"].int ?? 0) - (level["reserved"].int ?? 0)
            #expect(free == 18, "20 less 1 kept and 1 other, whether or not they have left: \(level)")
        }
    }

    @Test("a cancel of a waiting order, of a reserved one, in flight to the channel, and after the carrier has it")
    func stages() async throws {
        try await House.run(sandbox: ["SANDBOX_TIME_SCALE": "720"]) { house in
            let brand = try await Brand.open(in: house, units: 5)
            try await brand.settle(isAutomationOn: false)
            let reserved = try await brand.sell(2)
            try await brand.until(reserved, stock: "reserved")
            // In Seller Center somebody puts more on the shelf than there is.
            _ = try await house.sandbox.create(
                "/shops/\(brand.sandboxShop)/stock", #"{"sku": "\#(Brand.code)", "available": 50}"#)
            let waiting = try await brand.sell(6)
            try await brand.until(waiting, stock: "waiting")
            for order in [waiting, reserved] {
                _ = try await house.sandbox.create("/orders/\(order)/cancel", #"{"role": "BUYER"}"#)
                try await brand.until(order, status: "cancelled", stock: "released", parcel: "cancelled")
            }
            #expect(try await brand.labels().isEmpty)

            try await brand.settle()
            try await inFlight(brand)
            try await handedOver(brand)
            let level = try await brand.level()
            #expect(level["onHand"].int == 4 && level["reserved"].int == 0, "5 − 1 that left: \(level)")
        }
    }

    /// The channel has cancelled before it took the parcel: it won.
    private func inFlight(_ brand: Brand) async throws {
        let fault = try await brand.house.sandbox.create(
            "/faults",
            #"{"partner": "tiktok", "endpoint": "package.*", "kind": "error", "code": 36009009, "status": 500, "#
                + #""message": "busy", "probability": 1}"#)
        let order = try await brand.sell(1)
        try await brand.until(order, parcel: "labelled")
        _ = try await brand.house.sandbox.create("/orders/\(order)/cancel", #"{"role": "BUYER"}"#)
        try await brand.until(order, status: "cancelled", stock: "released", parcel: "cancelled")
        _ = try await brand.house.sandbox.send(.delete, "/faults/\(fault["id"].int ?? 0)")
        try await brand.untilParcel(order, "has its label given back") { $0["refund"].text != nil }
        try await eventually(within: Brand.patience, "nothing is left to be shipped") {
            try await brand.house.database.first(
                "SELECT count(*) FROM ingestion.work WHERE kind = 'order.ship' AND state <> 'failed'", as: Int.self)
                == 0
        }
        #expect(try await brand.house.sandbox.read("/orders/\(order)")["tracking_number"].text == "")
    }

    private func handedOver(_ brand: Brand) async throws {
        let order = try await brand.sell(1)
        try await brand.until(order, parcel: "shipped")
        try await brand.advance(order, to: "IN_TRANSIT")
        try await brand.until(order, stock: "deducted", parcel: "inTransit")
        let answer = try await brand.door.post("/v1/orders/\(order)/cancel")
        #expect(answer.status == 409, "\(answer.body)")
        #expect(try await brand.parcel(order)["refund"].text == nil)
    }

    @Test("a parcel with a label that the channel was not told of: an address or a cancel gives the label back")
    func labelled() async throws {
        try await House.run(sandbox: ["SANDBOX_TIME_SCALE": "360"]) { house in
            let brand = try await Brand.open(in: house, units: 20)
            let (moved, given) = (try await labelledAndPaused(brand), try await labelledAndPaused(brand))
            _ = try await house.sandbox.create("/orders/\(moved)/address", #"{"line1": "2 Elsewhere Road"}"#)
            _ = try await house.sandbox.create("/orders/\(given)/cancel", #"{"role": "BUYER"}"#)
            try await brand.until(given, status: "cancelled", stock: "released", parcel: "cancelled")
            try await brand.until(moved, parcel: "waiting")
            for order in [moved, given] {
                try await brand.untilParcel(order, "has its label given back") { $0["refund"].text != nil }
                let log = try await brand.parcelEvents(of: order)
                #expect(log.contains("labelVoided") && !log.contains("shipAsked"), "\(log)")
            }
            _ = try await brand.act("release", on: moved)
            try await brand.until(moved, status: "awaitingCollection", parcel: "shipped")
            let kept = try await brand.labels().filter { $0["status"].text?.hasPrefix("REFUND") != true }
            #expect(kept.count == 1, "of three labels the one for the new address is kept: \(kept)")
            let log = try await brand.parcelEvents(of: moved)
            #expect(log.count { $0 == "labelBought" } == 2, "\(log)")
        }
    }

    /// Sells an order whose parcel a person pauses while its label is being bought.
    private func labelledAndPaused(_ brand: Brand) async throws -> String {
        _ = try await brand.house.sandbox.create(
            "/faults",
            #"{"partner": "shippo", "endpoint": "transaction.create", "kind": "latency", "ms": [8000, 8000], "times": 1}"#
        )
        let order = try await brand.sell(1)
        try await brand.until(order, parcel: "buying")
        _ = try await brand.act("pause", on: order)
        try await brand.until(order, parcel: "labelled")
        #expect(try await brand.parcel(order)["isPaused"].bool == true)
        return order
    }

    @Test("an order that is cancelled before anybody has seen it takes no stock and no label")
    func unseen() async throws {
        try await House.run(services: ["ingestion": ["RETURNS_EVERY": "86400s"]]) { house in
            let brand = try await Brand.open(in: house, units: 20)
            try await brand.untilIdle("returns.sync")
            try await eventually(within: Brand.patience, "the past has been read") {
                try await house.database.first(
                    "SELECT count(*) FROM ingestion.work WHERE kind = 'orders.backfill'", as: Int.self) == 0
            }
            // No webhook comes, and nobody can look.
            _ = try await house.sandbox.create("/faults", #"{"partner": "webhook", "endpoint": "*", "kind": "lost"}"#)
            let blindness = try await house.sandbox.create(
                "/faults",
                #"{"partner": "tiktok", "endpoint": "order.search", "kind": "error", "code": 36009003, "#
                    + #""status": 500, "message": "busy"}"#)
            let order = try await brand.sell(2)
            _ = try await house.sandbox.create("/orders/\(order)/cancel", #"{"role": "BUYER"}"#)
            #expect(try await brand.door.get("/v1/orders/\(order)").status == 404)
            _ = try await house.sandbox.send(.delete, "/faults/\(blindness["id"].int ?? 0)")

            try await eventually(within: Brand.patience, "the poll has found it") {
                try await brand.door.get("/v1/orders/\(order)").status == 200
            }
            try await brand.until(order, status: "cancelled", stock: "released")
            let timeline = try await brand.order(order)["timeline"].list
            #expect(timeline.first?["sentence"].text == "first seen by poll", "\(timeline)")
            #expect(!timeline.contains { $0["service"].text == "inventory" }, "nothing was ever reserved: \(timeline)")
            #expect(try await brand.labels().isEmpty)
            let level = try await brand.level()
            #expect(level["onHand"].int == 20 && level["reserved"].int == 0, "\(level)")
        }
    }
}
