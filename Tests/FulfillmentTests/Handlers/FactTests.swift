import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Fulfillment

/// Facts about parcels on the real tables.
@Suite(.timeLimit(.minutes(5)))
struct FactTests {
    @Test("facts in any order, one by one, twice or in one batch, end in one purchase that is wanted")
    func anyOrder() async throws {
        try await Room.lend { room in
            let facts: [(OrderID) -> OrderFact] = [
                { .order(order($0)) }, { .recipient(recipient($0)) }, { .reserved(reserved($0)) },
            ]
            let ids = (0..<4).map { _ in OrderID.mint() }
            for place in [2, 0, 1] { try await room.hear(facts[place](ids[0])) }
            for place in [0, 2, 1, 0, 1, 2] { try await room.hear(facts[place](ids[1])) }
            try await room.hear(facts[1](ids[2]), facts[1](ids[2]), facts[2](ids[2]), facts[0](ids[2]))
            try await room.hear(facts[2](ids[3]), facts[0](ids[3]), facts[1](ids[3]), facts[2](ids[3]))
            for id in ids { #expect(try await room.shipment(id).state == .buying) }
            #expect(try await room.count("work", "kind = 'label.buy'") == 4)
            #expect(try await room.count("shipments") == 4)
        }
    }

    @Test("a recipient is sealed, opens in its own row alone, and an older version changes nothing")
    func recipients() async throws {
        try await Room.lend { room in
            try await room.hear(.recipient(recipient(version: 2)))
            try await room.hear(.recipient(recipient(version: 1, street: "1 Old Road")))
            let key = try await room.shipment().key
            let opened = try #require(try await room.office.recipients.open(key, room.database))
            #expect(opened.version == 2 && opened.place.lines == ["500 Pine St"])
            for table in ["shipments", "recipients", "shipment_events", "outbox", "told", "work"] {
                let texts = try await room.database.rows("SELECT t::text FROM \(identifier: table) t", as: String.self)
                #expect(!texts.contains { $0.contains("Pine") || $0.contains("Ada") }, "\(table)")
            }
            try await room.database.run("UPDATE recipients SET order_id = \(Names.id(99))")
            let moved = ShipmentKey(tenant: key.tenant, order: OrderID(Names.id(99)))
            await #expect(throws: VaultError.self) { try await room.office.recipients.open(moved, room.database) }
        }
    }

    @Test("an answer for another parcel, and figures that cannot be true, are failures with a reason")
    func wrong() async throws {
        try await Room.lend { room in
            try await room.order()
            let foreign = OrderShipAccepted(
                order: Names.order, shipment: ShipmentID.mint(), channelPackage: "1", tracking: nil)
            let outcomes = try await room.hear(
                .accepted(foreign), .order(order(version: 2, units: .init(open: -1))))
            #expect(
                outcomes == [
                    .reject(
                        reason: "an answer names another parcel than the order's",
                        detail: foreign.shipment.description),
                    .reject(reason: "a figure of the order cannot be true", detail: "lines/0/units"),
                ])
            let junk = WebhookReceived(
                provider: .shippo, app: nil, headers: [:], payload: Data("{".utf8), receivedAt: Names.start)
            let handler = WebhookReceivedHandler(queue: room.office.queue)
            #expect(
                try await room.handle(handler, [junk], tenant: nil)
                    == [.reject(reason: "a webhook that cannot be read", detail: "")])
        }
    }

    @Test("what waits for a product, a warehouse, a connection or a setting goes on when it comes")
    func reviews() async throws {
        try await Room.lend { room in
            let unknown = OrderID.mint()
            try await room.hear(
                .order(order(unknown, product: "mug")), .recipient(recipient(unknown)), .reserved(reserved(unknown)))
            #expect(try await room.shipment(unknown).record?.waitsFor == "weight")
            var mug = product
            mug.channelProduct = "mug"
            try await room.handle(ProductSyncedHandler(queue: room.office.queue), [mug])
            // A reading that is older than the known one says nothing.
            mug.weightGrams = nil
            mug.readAt = Instant(milliseconds: Names.start.milliseconds - 1)
            try await room.handle(ProductSyncedHandler(queue: room.office.queue), [mug])
            try await room.work("the product mends it") { try await room.shipment(unknown).label != nil }

            var off = SettingsChanged(
                version: 2, zone: "UTC", currency: .usd, lowStockThreshold: 0, safetyBuffer: 0, confirmAboveMinor: nil,
                confirmAboveUnits: nil, isAutomationOn: false, channelTakesZero: true)
            try await room.handle(SettingsChangedHandler(queue: room.office.queue), [off])
            try await room.order()
            #expect(try await room.shipment().record?.waitsFor == "automation")
            (off.version, off.isAutomationOn) = (1, true)
            try await room.handle(SettingsChangedHandler(queue: room.office.queue), [off])
            try await room.work()
            #expect(try await room.shipment().record?.waitsFor == "automation")
            off.version = 3
            try await room.handle(SettingsChangedHandler(queue: room.office.queue), [off])
            try await room.work("the switch mends it") { try await room.shipment().label != nil }
        }
    }

    @Test("a warehouse's address that was told earlier does not come back when it is told once more")
    func oldAddress() async throws {
        try await Room.lend { room in
            let handler = WarehouseSyncedHandler(queue: room.office.queue)
            func hear(_ street: String, at second: Double) async throws -> String? {
                var told = warehouse
                told.addressLines = [street]
                let id = UUID.v7(at: Date() + second)
                let message = Received(Metadata(id: id, name: "test", tenant: Names.tenant), told)
                _ = try await handler.run([message], on: room.database)
                return try await room.database.first(
                    "SELECT address #>> '{lines,0}' FROM warehouses WHERE channel_warehouse = 'W1'", as: String.self)
            }
            for (street, second, known) in [
                ("1 Old St", 10, "1 Old St"), ("2 New St", 20, "2 New St"), ("1 Old St", 10, "2 New St"),
                ("3 Newest St", 30, "3 Newest St"),
            ] as [(String, Double, String)] {
                let address = try await hear(street, at: second)
                #expect(address == known)
            }
        }
    }

    @Test("what the brand's settings say of parcels stands in for a product and a warehouse that say nothing")
    func parcelDefaults() async throws {
        try await Room.lend { room in
            try await room.hear(.order(order(product: "mug")), .recipient(recipient()), .reserved(reserved()))
            #expect(try await room.shipment().record?.waitsFor == "weight")
            var nowhere = warehouse
            nowhere.addressLines = []
            try await room.handle(WarehouseSyncedHandler(queue: room.office.queue), [nowhere])
            var settings = SettingsChanged(
                version: 1, zone: "UTC", currency: .usd, lowStockThreshold: 0, safetyBuffer: 0, isAutomationOn: true,
                channelTakesZero: true,
                parcel: ParcelDefaults(weightGrams: 400, dimensionsMillimetres: [200, 100, 90]))
            try await room.handle(SettingsChangedHandler(queue: room.office.queue), [settings])
            try await room.work("only the sender is missing") {
                try await room.shipment().record?.waitsFor == "address"
            }
            settings.version = 2
            settings.parcel?.shipFrom = ParcelDefaults.ShipFrom(
                name: "Demo brand", lines: ["1200 Market St"], city: "Los Angeles", state: "CA", postalCode: "90012",
                country: "US")
            try await room.handle(SettingsChangedHandler(queue: room.office.queue), [settings])
            try await room.work("it goes") { try await room.shipment().label != nil }
            // As the tumbler of the same weight and size from the same street: 2 × 400 g in zone 1 are 6.46.
            #expect(try await room.shipment().label?.cost == Money(minorUnits: 646, currency: .usd))
        }
    }

    @Test("what was about to be bought when the switch was turned off waits, and goes on when it is turned on")
    func switchedOff() async throws {
        try await Room.lend { room in
            try await room.order()
            #expect(try await room.shipment().state == .buying)
            var settings = SettingsChanged(
                version: 1, zone: "UTC", currency: .usd, lowStockThreshold: 0, safetyBuffer: 0, confirmAboveMinor: nil,
                confirmAboveUnits: nil, isAutomationOn: false, channelTakesZero: true)
            try await room.handle(SettingsChangedHandler(queue: room.office.queue), [settings])
            try await room.work("it waits") { try await room.shipment().record?.waitsFor == "automation" }
            #expect(room.partner.purchases.isEmpty)
            (settings.version, settings.isAutomationOn) = (2, true)
            try await room.handle(SettingsChangedHandler(queue: room.office.queue), [settings])
            try await room.work("it is bought") { try await room.shipment().label != nil }
        }
    }

    @Test("under the channel's label nobody is called, and the answer brings package and picture")
    func channelLabel() async throws {
        try await Room.lend { room in
            try await room.hear(.order(order(shipping: .channel)), .reserved(reserved()))
            let told = try await room.sent(OrderShip.self)
            #expect(told.map(\.weightGrams) == [800] && told.map(\.carrier) == [nil])
            let shipment = try await room.shipment()
            try await room.hear(.accepted(accepted(shipment, label: "file-1")), .accepted(accepted(shipment)))
            #expect(try await room.shipment().handover?.labelFile == "file-1")
            #expect(try await room.shipment().state == .shipped)
            #expect(room.partner.purchases.isEmpty)
            #expect(try await room.sent(ActionTaken.self).map(\.action) == ["orderShipped"])
        }
    }
}
