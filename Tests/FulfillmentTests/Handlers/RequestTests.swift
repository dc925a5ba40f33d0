import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Fulfillment

/// What people ask, over a real broker, under the role of requests.
@Suite(.timeLimit(.minutes(5)))
struct RequestTests {
    @Test("an order becomes a parcel: its label, its log, its number, and what a person may still do")
    func journey() async throws {
        try await FulfillmentWorld.run { world in
            try await world.open()
            try await world.say(order())
            try await world.say(reserved())
            try await world.say(recipient())
            let told = try #require(try await world.heard(OrderShip.self, in: "test.ship").first)
            try await world.say(accepted(from: told))
            try await eventually(within: .seconds(60), "the parcel is shipped and its label there") {
                let page = try await world.ask(ShipmentList(state: .shipped))
                return page.shipments.first?.hasLabel == true
            }
            let got = try await world.ask(ShipmentGet(shipment: told.shipment))
            #expect(got.shipment.tracking == told.tracking && got.shipment.channelPackage == "1153")
            #expect(got.events.map(\.kind).contains("labelBought"))
            #expect(got.events.map(\.at) == got.events.map(\.at).sorted())
            let all = OrderShipmentsGet(order: told.order)
            // Asked together, since news of it may come in between.
            try await eventually("the order's shipments are this one, as it is told by itself") {
                async let alone = world.ask(ShipmentGet(shipment: told.shipment))
                return try await world.ask(all).shipments == [alone]
            }
            #expect(try await world.ask(all, as: [Names.other]).shipments.isEmpty)
            #expect(try await world.ask(OrderShipmentsGet(order: .mint())).shipments.isEmpty)
            let label = try await world.ask(LabelGet(shipment: told.shipment))
            #expect(
                label.file?.mediaType == "application/pdf" && label.file?.bytes.starts(with: Data("%PDF".utf8)) == true)
            #expect(try await world.refusal(ShipmentAct(shipment: told.shipment, act: .pause)) == "alreadyShipped")
            let wrong = ShipmentTrackingFix(shipment: told.shipment, carrier: "UPS", tracking: "1Z 9")
            #expect(try await world.refusal(wrong) == "badTracking")
            _ = try await world.ask(
                ShipmentTrackingFix(shipment: told.shipment, carrier: "UPS", tracking: "1Z9999"), idempotencyKey: "k1")
            let fix = try await world.heard(TrackingFix.self, in: "test.fix")
            #expect(fix.map(\.tracking) == ["1Z9999"] && fix.map(\.channelPackage) == ["1153"])
            // The carrier has it within 20 hours, and Shippo's doorbell, which names no brand, rings.
            world.partner.pass(.seconds(21 * 3600))
            try await world.ring(about: try #require(told.tracking))
            try await eventually(within: .seconds(60), "the doorbell was heeded") {
                try await world.ask(ShipmentGet(shipment: told.shipment)).shipment.state == .inTransit
            }
        }
    }

    @Test("an order above the limit waits for a person, whose acts are done once under their key")
    func acts() async throws {
        try await FulfillmentWorld.run { world in
            try await world.open()
            try await world.say(
                SettingsChanged(
                    version: 1, zone: "UTC", currency: .usd, lowStockThreshold: 0, safetyBuffer: 0,
                    confirmAboveMinor: 4_979, confirmAboveUnits: nil, isAutomationOn: true, channelTakesZero: true))
            try await eventually("the settings are known") {
                try await world.database.first("SELECT count(*) FROM settings", as: Int.self) == 1
            }
            try await world.say(order())
            try await world.say(reserved())
            try await world.say(recipient())
            try await eventually("it waits for a person") {
                try await world.ask(ShipmentList(needsPerson: true)).shipments.first?.waitsFor == "confirmation"
            }
            let shipment = try #require(try await world.ask(ShipmentList()).shipments.first?.shipment)
            #expect(try await world.refusal(ShipmentAct(shipment: shipment, act: .void)) == "noLabel")
            // A zero character, which PostgreSQL does not keep, once made these a fault of ours.
            for words in ["a\u{0}b", "a\u{1B}[2J"] {
                let pause = ShipmentAct(shipment: shipment, act: .pause, reason: words)
                #expect(try await world.refusal(pause) == "badText")
                #expect(try await world.refusal(ShipmentList(search: words)) == "badText")
            }
            // 200 characters, each of 1,000 code points.
            let marks = String(repeating: "e" + String(repeating: "\u{301}", count: 999), count: 200)
            let pause = ShipmentAct(shipment: shipment, act: .pause, reason: marks)
            #expect(try await world.refusal(pause) == "tooLong")
            let paused = try await world.ask(ShipmentAct(shipment: shipment, act: .pause, reason: "asked the buyer"))
            #expect(paused.isPaused)
            #expect(try await world.ask(ShipmentAct(shipment: shipment, act: .confirm)).state == .waiting)
            for _ in 0..<2 {
                let released = try await world.ask(
                    ShipmentAct(shipment: shipment, act: .release), idempotencyKey: "k1")
                #expect(released.state == .buying && !released.isPaused)
            }
            _ = try await world.heard(OrderShip.self, in: "test.ship")
            let log = try await world.ask(ShipmentGet(shipment: shipment)).events
            #expect(log.filter { $0.kind == "shipmentReleased" }.map(\.actor) == ["sk_test"])
            #expect(log.contains { $0.sentence == "The shipment was paused: asked the buyer" })
        }
    }

    @Test("pages, filters and prefixes find shipments; what callers send is checked; another brand's is not there")
    func lists() async throws {
        try await FulfillmentWorld.run { world in
            for number in 1...5 {
                try await world.say(order(OrderID.mint(), channelOrder: "57700000000000000\(number)"))
            }
            try await world.say(order(OrderID.mint(), flags: [.fulfilledByChannel], channelOrder: "9"))
            try await world.say(order(OrderID.mint(), channelOrder: "8"), tenant: Names.other)
            try await eventually("all are there") {
                try await world.database.first("SELECT count(*) FROM shipments", as: Int.self) == 7
            }
            var seen: [ShipmentID] = []
            var cursor: String?
            repeat {
                let page = try await world.ask(ShipmentList(cursor: cursor, limit: 2))
                seen += page.shipments.map(\.shipment)
                cursor = page.next
            } while cursor != nil && seen.count < 10
            #expect(seen.count == 5 && Set(seen).count == 5)
            #expect(seen == seen.sorted(by: >))
            let found = try await world.ask(ShipmentList(search: "577000000000000003")).shipments
            #expect(found.map(\.channelOrder) == ["577000000000000003"])
            #expect(try await world.ask(ShipmentList(search: "577")).shipments.count == 5)
            #expect(try await world.ask(ShipmentList(search: "77")).shipments.isEmpty)
            #expect(try await world.ask(ShipmentList(state: .shipped)).shipments.isEmpty)
            #expect(try await world.ask(ShipmentList(), as: [Names.tenant, Names.other]).shipments.count == 6)
            for (list, code) in [
                (ShipmentList(limit: 1_000_000_000), "outOfRange"),
                (ShipmentList(cursor: "action1.x"), "unknownCursor"),
            ] { #expect(try await world.refusal(list) == code) }
            let mine = try #require(seen.first)
            #expect(try await world.refusal(ShipmentGet(shipment: mine), as: [Names.other]) == "unknownShipment")
            #expect(
                try await world.refusal(ShipmentAct(shipment: mine, act: .pause), as: [Names.other])
                    == "unknownShipment")
            #expect(try await world.refusal(LabelGet(shipment: mine), as: [Names.other]) == "unknownShipment")
            #expect(try await world.refusal(LabelGet(shipment: mine)) == "noLabel")
        }
    }

    @Test("the parcels of many orders are told at once, to their own brand alone")
    func newest() async throws {
        try await FulfillmentWorld.run { world in
            let (first, second, others, unknown) = (OrderID.mint(), OrderID.mint(), OrderID.mint(), OrderID.mint())
            let channels = OrderID.mint()
            try await world.say(order(first, channelOrder: "1"))
            try await world.say(order(second, channelOrder: "2"))
            try await world.say(order(channels, flags: [.fulfilledByChannel], channelOrder: "3"))
            try await world.say(order(others, channelOrder: "4"), tenant: Names.other)
            try await eventually("all are there") {
                let known: SQL = "SELECT count(*) FROM shipments WHERE body IS NOT NULL"
                return try await world.database.first(known, as: Int.self) == 4
            }
            let question = ShipmentNewest(orders: [unknown, others, second, channels, first])
            let mine = try await world.ask(question).shipments
            #expect(Set(mine.map(\.order)) == [first, second] && mine.count == 2)
            #expect(try await world.ask(question, as: [Names.other]).shipments.map(\.order) == [others])
            let all = try await world.ask(question, as: [Names.tenant, Names.other]).shipments
            #expect(Set(all.map(\.channelOrder)) == ["1", "2", "4"] && all.count == 3)
            let one = try await world.ask(ShipmentList(order: first, limit: 1)).shipments
            #expect(mine.filter { $0.order == first } == one, "what the list says of it")
            #expect(try await world.ask(ShipmentNewest(orders: [])).shipments.isEmpty)
            let many = (0...200).map { _ in OrderID.mint() }
            #expect(try await world.ask(ShipmentNewest(orders: Array(many.dropLast()))).shipments.isEmpty)
            let refusal = Refusal(
                .invalid, code: "tooManyOrders", "orders must be at most 200", field: "/orders")
            await #expect(throws: RequestTrouble.refused(refusal)) {
                try await world.ask(ShipmentNewest(orders: many))
            }
        }
    }

    private func accepted(from told: OrderShip) -> OrderShipAccepted {
        OrderShipAccepted(
            order: told.order, shipment: told.shipment, channelPackage: "1153", tracking: told.tracking,
            carrier: told.carrier)
    }
}
