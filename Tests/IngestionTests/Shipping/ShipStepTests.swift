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
        #expect(ShipStep(order, wish(), region: region) == .call(call, package: package))
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
        #expect(ShipStep(order, wish(lines: ["2"]), region: "US") == .call(.markShipped, package: nil))
        guard case .shipped = ShipStep(order, wish(lines: ["1"]), region: "US") else {
            Issue.record("the line that left is not shipped")
            return
        }
        guard case .refuse("unknownLines", _) = ShipStep(order, wish(lines: ["3"]), region: "US") else {
            Issue.record("a line of another order was accepted")
            return
        }
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
