import Foundation
import Outbound
import TestKit
import Testing

/// What becomes of an order, from a signed webhook to the end: real processes, broker, database and signatures.
@Suite(.serialized, .timeLimit(.minutes(15))) struct OrderJourneyTests {
    /// Nothing is found by a poll: what is known at all was told by a webhook.
    private static let webhooksAlone = ["ingestion": ["POLL_EVERY": "86400s", "RETURNS_EVERY": "86400s"]]

    @Test("a webhook becomes a parcel and is delivered, and the owner sees it")
    func delivered() async throws {
        try await House.run(services: Self.webhooksAlone) { house in
            let brand = try await Brand.open(in: house, units: 20)
            try await brand.untilIdle("orders.poll")
            let order = try await brand.sell(2)
            try await brand.until(order, status: "awaitingCollection", stock: "reserved", parcel: "shipped")
            try await checkLabel(of: order, brand)

            try await brand.advance(order, to: "DELIVERED")
            try await brand.until(order, status: "delivered", stock: "deducted")
            let level = try await brand.level()
            #expect(level["onHand"].int == 18 && level["reserved"].int == 0, "20 − 2: \(level)")
            try await checkFigures(of: order, brand)
            try await MetricsCheck.run(house)

            let timeline = try await brand.order(order)["timeline"].list
            #expect(Set(timeline.compactMap { $0["service"].text }) == ["ingestion", "inventory", "fulfillment"])
            let first = timeline.first { $0["service"].text == "ingestion" }
            #expect(first?["sentence"].text == "first seen by webhook", "\(timeline)")
            let check = try await house.sandbox.read("/check")
            #expect(check["mismatches"].list.isEmpty)
        }
    }

    private func checkLabel(of order: String, _ brand: Brand) async throws {
        let shipment = try #require(try await brand.order(order)["shipments"].list.first?["shipment"])
        let id = try #require(shipment["shipment"].text)
        #expect(shipment["tracking"].text?.isEmpty == false)
        let label = try await brand.door.get("/v1/shipments/\(id)/label")
        #expect(label.status == 200 && label.headers["Content-Type"] == "application/pdf")
        #expect(label.body.text?.hasPrefix("%PDF-") == true)
        let bought = try await brand.house.sandbox.read("/labels")["labels"].list
        #expect(bought.count == 1, "one label for one parcel: \(bought)")
    }

    /// GMV is the original price less the seller's discount, as the channel itself tells both (metric 2).
    private func checkFigures(of order: String, _ brand: Brand) async throws {
        let payment = try await brand.house.sandbox.read("/orders/\(order)")["payment"]
        let original = try #require(cents(payment["original_total_product_price"]))
        let discount = try #require(cents(payment["seller_discount"]))
        #expect(original == 4980, "two tumblers of 24.90")
        var now = JSONValue.null
        do {
            try await eventually(within: Brand.patience, "the figures are there") {
                now = try await brand.door.read("/v1/analytics/summary?window=7d")["now"]
                return now["paidOrders"].int == 1 && now["unitsSold"].int == 2
                    && now["gmv"].int == original - discount
            }
        } catch {
            Issue.record("\(now) is not GMV \(original) − \(discount)")
            throw error
        }
    }

    /// Dollars with two decimals, such as `24.90`, in cents.
    private func cents(_ amount: JSONValue) -> Int? {
        amount.text.flatMap { Int($0.replacing(".", with: "")) }
    }

    @Test("a cancel gives the stock back, whichever stage it comes in, and voids a label")
    func cancelled() async throws {
        try await House.run { house in
            let brand = try await Brand.open(in: house, units: 20)
            let unpaid = try await brand.sell(1, plan: #"{"never_pays": true, "cancels": "unpaid"}"#)
            let onHold = try await brand.sell(1, plan: #"{"pays_after_seconds": 0, "cancels": "onHold"}"#)
            let shipped = try await brand.sell(1)
            try await brand.until(shipped, status: "awaitingCollection", parcel: "shipped")
            _ = try await house.sandbox.create("/orders/\(shipped)/cancel", #"{"role": "BUYER"}"#)

            for order in [unpaid, onHold, shipped] {
                try await brand.until(order, status: "cancelled", stock: "released", parcel: "cancelled")
            }
            let parcel = try await brand.order(shipped)["shipments"].list.first?["shipment"] ?? .null
            #expect(parcel["refund"].text != nil, "its label is voided: \(parcel)")
            let level = try await brand.level()
            #expect(level["onHand"].int == 20 && level["reserved"].int == 0, "\(level)")
        }
    }

    @Test("a person cancels through the gateway, and the channel does it")
    func cancelledByHand() async throws {
        try await House.run { house in
            let brand = try await Brand.open(in: house, units: 20)
            let order = try await brand.sell(1, plan: #"{"pays_after_seconds": 1}"#)
            try await brand.until(order, stock: "reserved")
            let asked = try await brand.door.post("/v1/orders/\(order)/cancel")
            #expect(asked.status == 200, "\(asked.body)")
            try await brand.until(order, status: "cancelled", stock: "released")
            let again = try await brand.door.post("/v1/orders/\(order)/cancel")
            #expect(again.status == 409, "\(again.body)")
        }
    }

    @Test("a short order waits, and is served when stock rises")
    func short() async throws {
        try await House.run { house in
            let brand = try await Brand.open(in: house, units: 3)
            let level = try await brand.level()
            // In Seller Center somebody puts more on the shelf than there is.
            _ = try await house.sandbox.create(
                "/shops/\(brand.sandboxShop)/stock", #"{"sku": "\#(Brand.code)", "available": 5}"#)
            let order = try await brand.sell(5)
            try await brand.until(order, stock: "waiting")
            let detail = try await brand.order(order)
            #expect(detail["stock"]["isOversell"].bool == true, "\(detail["stock"])")

            let more =
                #"{"sku": "\#(level["sku"].text ?? "")", "location": "\#(level["location"].text ?? "")", "#
                + #""units": 2, "reason": "found in the back"}"#
            let found = try await brand.door.post("/v1/stock/adjustments", more, idempotencyKey: "found-1")
            #expect(found.status == 201, "\(found.body)")
            let again = try await brand.door.post("/v1/stock/adjustments", more, idempotencyKey: "found-1")
            #expect(again.body == found.body, "the same key is the same adjustment")
            try await brand.until(order, stock: "reserved", parcel: "shipped")
            #expect(try await brand.level()["onHand"].int == 5, "3 + 2, once")
        }
    }

    @Test("what comes back is inspected and restocked")
    func returned() async throws {
        try await House.run(services: Self.webhooksAlone) { house in
            let brand = try await Brand.open(in: house, units: 20)
            try await brand.untilIdle("returns.sync")
            let order = try await brand.sell(2)
            try await brand.until(order, parcel: "shipped")
            try await brand.advance(order, to: "DELIVERED")
            try await brand.until(order, status: "delivered", stock: "deducted")
            _ = try await house.sandbox.create("/orders/\(order)/return", #"{"kind": "goodsBack"}"#)
            // A return takes days: two for the seller's answer, some for the parcel back. From here a day is a second.
            _ = try await house.sandbox.create("/clock", #"{"scale": 86400}"#)

            var found = JSONValue.null
            try await eventually(within: Brand.patience, "the goods are back") {
                found = try await brand.door.read("/v1/returns?kind=returnAndRefund")["returns"].list.first ?? .null
                return ["goodsReceived", "completed"].contains(found["status"].text)
            }
            let line = found["lines"].list.first ?? .null
            let path = "/v1/returns/\(brand.shop)/\(found["channelReturn"].text ?? "")/inspection"
            let wish =
                #"{"lines": [{"channelSKU": "\#(line["channelSKU"].text ?? "")", "restocked": 1, "scrapped": 0}]}"#
            // The list is Ingestion's; until Inventory has heard that the goods have arrived, it says so.
            try await eventually(within: Brand.patience, "Inventory knows that they are") {
                let inspection = try await brand.door.post(path, wish)
                #expect([200, 409].contains(inspection.status), "\(inspection.body)")
                return inspection.status == 200
            }
            try await eventually(within: Brand.patience, "one unit is on the shelf again") {
                try await brand.level()["onHand"].int == 19
            }
        }
    }

    @Test("an address that changes while the channel is being told of the parcel is left to a person")
    func moved() async throws {
        try await House.run { house in
            let brand = try await Brand.open(in: house, units: 20)
            let fault = try await house.sandbox.create(
                "/faults",
                #"{"partner": "tiktok", "endpoint": "package.*", "kind": "error", "code": 36009009, "#
                    + #""status": 500, "message": "busy", "probability": 1}"#)
            let order = try await brand.sell(1)
            try await brand.until(order, parcel: "labelled")
            _ = try await house.sandbox.create("/orders/\(order)/address", #"{"line1": "2 Elsewhere Road"}"#)
            try await eventually(within: Brand.patience, "the new address is known") {
                try await brand.parcelEvents(of: order).contains("addressChanged")
            }
            _ = try await house.sandbox.send(.delete, "/faults/\(fault["id"].int ?? 0)")
            try await brand.until(order, status: "awaitingCollection", parcel: "shipped")
            #expect(try await brand.parcelEvents(of: order).contains("addressChangedLate"))
            let waiting = try await brand.door.read("/v1/shipments?needsPerson=true")["shipments"].list
            #expect(waiting.map { $0["channelOrder"].text } == [order])
        }
    }
}
