import Contracts
import Foundation
import Testing
import TikTokShop

@testable import Ingestion

struct ShipStepTests {
    @Test(
        "the call that fits market and shipping type",
        arguments: [
            ("US", "SELLER", nil, ShipCall.markShipped), ("US", "TIKTOK", nil, .createPackage),
            ("GB", "SELLER", nil, .markShipped), ("GB", "TIKTOK", nil, .createPackage),
            ("DE", "TIKTOK", "1153", .shipPackage), ("DE", "TIKTOK", nil, .createPackage),
            ("JP", "TIKTOK", "1153", .shipPackage), ("MY", "SELLER", "1153", .shipPackageBySeller),
            ("MX", "TIKTOK", "1153", .shipPackage),
        ] as [(String, String, String?, ShipCall)])
    func calls(region: String, type: String, package: String?, call: ShipCall) throws {
        let packages = package.map { [["id": $0]] } ?? []
        let order = try Samples.order(["shipping_type": type, "packages": packages])
        #expect(ShipStep(order, wish(), region: region) == .call(call, package: package, lines: nil))
    }

    @Test("the channel's cheapest service is taken; of equally cheap ones the faster, never one without a price")
    func services() throws {
        func service(_ id: String, _ price: String?, _ days: Int) throws -> ShippingService {
            var fields: [String: Any] = ["id": id, "currency": "USD", "latest_delivery_days": days]
            fields["price"] = price
            return try Samples.decode(ShippingService.self, fields)
        }
        let services = try [
            service("1", "10.00", 1), service("2", "9.50", 5), service("3", "9.5", 2), service("4", nil, 1),
            service("5", "free", 1), service("", "0.10", 1),
        ]
        #expect(ServiceChoice.cheapest(of: services)?.id == "3")
        #expect(ServiceChoice.cheapest(of: Array(services.suffix(3))) == nil)
        #expect(ServiceChoice.cheapest(of: []) == nil)
    }

    @Test(
        "what will not ship is refused with a word to act on",
        arguments: [
            (["status": "CANCELLED"] as [String: any Sendable], "cancelled"), (["status": "ON_HOLD"], "onHold"),
            (["status": "UNPAID"], "unpaid"), (["is_buyer_request_cancel": true], "cancelRequested"),
            (["fulfillment_type": "FULFILLMENT_BY_TIKTOK"], "unsupportedMarket"),
        ])
    func refusals(changes: [String: any Sendable], reason: String) throws {
        guard case .refuse(let found, _) = ShipStep(try Samples.order(changes), wish(), region: "US") else {
            Issue.record("it was not refused")
            return
        }
        #expect(found == reason)
    }

    @Test("markets without a ship call are refused by name", arguments: ["BR", "XX", ""])
    func markets(region: String) throws {
        guard case .refuse("unsupportedMarket", _) = ShipStep(try Samples.order(), wish(), region: region) else {
            Issue.record("it was not refused")
            return
        }
    }

    @Test("a parcel that has left is a success, with what the channel knows of it")
    func shipped() throws {
        let line = Samples.tumbler(
            "1",
            [
                "display_status": "AWAITING_COLLECTION", "package_id": "1153", "tracking_number": "1ZDEMO0001",
                "shipping_provider_name": "UPS",
            ])
        let order = try Samples.order(["status": "AWAITING_COLLECTION"], lines: [line])
        let expected = ShipStep.Shipped(
            package: "1153", tracking: "1ZDEMO0001", carrier: "UPS", isChannelsLabel: false)
        #expect(ShipStep(order, wish(), region: "US") == .shipped(expected))
    }

    @Test("of an order that has left in part, the lines of the parcel decide")
    func partial() throws {
        let left = Samples.tumbler("1", ["display_status": "IN_TRANSIT", "package_id": "1153"])
        let order = try Samples.order(["status": "PARTIALLY_SHIPPING"], lines: [left, Samples.tumbler("2")])
        #expect(ShipStep(order, wish(lines: ["2"]), region: "US") == .call(.markShipped, package: nil, lines: ["2"]))
        #expect(
            ShipStep(order, wish(), region: "US") == .call(.markShipped, package: nil, lines: ["2"]),
            "what has left is not named again")
        guard case .shipped = ShipStep(order, wish(lines: ["1"]), region: "US") else {
            Issue.record("the line that left is not shipped")
            return
        }
        guard case .refuse("unknownLines", _) = ShipStep(order, wish(lines: ["3"]), region: "US") else {
            Issue.record("a line of another order was accepted")
            return
        }
    }

    @Test(
        "of an order that was split the package of the first line that waits is next, until none is left",
        arguments: [
            ("MY", "SELLER", ShipCall.shipPackageBySeller), ("MX", "TIKTOK", .shipPackage), ("DE", "TIKTOK", .shipPackage),
            ("JP", "TIKTOK", .shipPackage),
        ])
    func split(region: String, type: String, call: ShipCall) throws {
        func step(_ first: String, _ second: String) throws -> ShipStep {
            let lines = [
                Samples.tumbler("1", ["display_status": first, "package_id": "1153", "tracking_number": "T1"]),
                Samples.tumbler("2", ["display_status": second, "package_id": "1154", "tracking_number": "1ZDEMO0001"]),
            ]
            let isPart = first != second
            let packages = [["id": "1153"], ["id": "1154"]]
            let order = try Samples.order(
                ["status": isPart ? "PARTIALLY_SHIPPING" : first, "shipping_type": type, "packages": packages],
                lines: lines)
            return ShipStep(order, wish(), region: region)
        }
        #expect(try step("AWAITING_SHIPMENT", "AWAITING_SHIPMENT") == .call(call, package: "1153", lines: nil))
        #expect(try step("AWAITING_COLLECTION", "AWAITING_SHIPMENT") == .call(call, package: "1154", lines: ["2"]))
        #expect(try step("AWAITING_SHIPMENT", "IN_TRANSIT") == .call(call, package: "1153", lines: ["1"]))
        // The one that bears our number is the parcel.
        let isChannels = type == "TIKTOK"
        let others = isChannels ? [ShipStep.Package(package: "1153", tracking: "T1", carrier: nil)] : []
        let expected = ShipStep.Shipped(
            package: "1154", tracking: "1ZDEMO0001", carrier: nil, isChannelsLabel: isChannels, others: others)
        #expect(try step("AWAITING_COLLECTION", "AWAITING_COLLECTION") == .shipped(expected))
    }

    @Test("who asks for the number of a parcel that left in several is told none, since each is only a part's")
    func severalNumbers() throws {
        let lines = ["1": "T1", "2": "T2"].sorted { $0.key < $1.key }.map { id, number in
            Samples.tumbler(
                id, ["display_status": "IN_TRANSIT", "package_id": "115\(id)", "tracking_number": number])
        }
        let order = try Samples.order(["status": "IN_TRANSIT"], lines: lines)
        var look = wish()
        (look.carrier, look.tracking) = (nil, nil)
        guard case .shipped(let shipped) = ShipStep(order, look, region: "US") else {
            Issue.record("it is not shipped")
            return
        }
        #expect(shipped.tracking == nil && shipped.package == "1151")
    }

    @Test("a carrier is found by its name whatever the spelling, and never guessed among several")
    func providers() throws {
        let providers = try ["USPS", "UPS", "FedEx", "DHL eCommerce", "DHL Express"].enumerated().map {
            try Samples.decode(ShippingProvider.self, ["id": "\($0.offset)", "name": $0.element])
        }
        #expect(ShipRefusal.provider("usps", among: providers)?.id == "0")
        #expect(ShipRefusal.provider("Fed Ex", among: providers)?.id == "2")
        #expect(ShipRefusal.provider("dhl_express", among: providers)?.id == "4")
        #expect(ShipRefusal.provider("DHL", among: providers) == nil)
        #expect(ShipRefusal.provider("Canada Post", among: providers) == nil)
    }

    private func wish(lines: [String] = []) -> OrderShip {
        OrderShip(
            shipment: .mint(), order: .mint(), shop: Samples.shop, channelOrder: "576400000000000001",
            channelLines: lines, carrier: "UPS", tracking: "1ZDEMO0001")
    }
}
