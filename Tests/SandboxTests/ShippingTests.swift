import Testing

@testable import Sandbox

/// The calls that ship, and what forbids them.
@Suite struct ShippingTests {
    private static let number = "DEMO0001"

    private func mark(
        _ box: inout TestShop, _ id: String, _ number: String = Self.number, carrier: String = "FedEx",
        lines: [String]? = nil
    ) throws -> Package {
        try box.world.markShipped(
            order: id, shop: box.shop, number: number, providerID: box.provider(carrier), lines: lines)
    }

    private func code(_ act: () throws -> Void) -> Int? {
        do {
            try act()
            return nil
        } catch {
            return (error as? TikTokError)?.code
        }
    }

    /// Market, shipping type and the one call (or two) that may ship it, as the partner lists them.
    static let rules: [(String, ShippingType, Set<ShipCall>)] = [
        ("US", .tiktok, [.createPackages]), ("US", .seller, [.markShipped]),
        ("GB", .tiktok, [.shipPackage, .createPackages]), ("DE", .seller, [.markShipped]),
        ("JP", .seller, [.markShipped]), ("JP", .tiktok, [.shipPackage, .createPackages]),
        ("ID", .tiktok, [.shipPackage]), ("ID", .seller, [.shipPackage]), ("MX", .seller, [.shipPackage]),
    ]

    @Test("each market takes its own call and answers 21008106 to the others", arguments: rules)
    func market(region: String, shipping: ShippingType, allowed: Set<ShipCall>) throws {
        for call in [ShipCall.markShipped, .shipPackage, .createPackages] {
            var box = try TestShop(region: region)
            let id = try box.buyToShip(shipping: shipping)
            if region == "ID" { box.world.pay(id) }
            let result = code { _ = try box.world.shippable(id, shop: box.shop, call: call) }
            #expect(result == (allowed.contains(call) ? nil : 21_008_106), "\(region) \(call)")
        }
    }

    @Test("held, cancelled, platform and shipped orders each have a code of their own")
    func forbidden() throws {
        var box = try TestShop()
        let held = try box.buy([("A", 1)])
        #expect(code { _ = try mark(&box, held) } == 21_011_044)
        box.world.pay(held)
        #expect(code { _ = try mark(&box, held) } == 21_011_044)
        let cancelled = try box.buyToShip()
        box.world.cancel(order: cancelled, lines: nil, role: .buyer, reason: "x")
        #expect(code { _ = try mark(&box, cancelled) } == 21_011_041)
        let platform = try box.buyToShip(kind: .init(isFulfilledByTikTok: true), shipping: .tiktok)
        #expect(code { _ = try mark(&box, platform) } == 21_008_025)
        let shipped = try box.buyToShip()
        _ = try mark(&box, shipped)
        #expect(code { _ = try mark(&box, shipped, "DEMO0002") } == 21_011_006)
        #expect(code { _ = try mark(&box, "1") } == 21_001_001)
    }

    @Test("tracking numbers are checked for shape, carrier and use")
    func tracking() throws {
        var box = try TestShop()
        let id = try box.buyToShip()
        for bad in ["abc", "has space", String(repeating: "x", count: 51), "no;good"] {
            #expect(code { _ = try mark(&box, id, bad) } == 21_011_022, "\(bad)")
        }
        #expect(code { _ = try mark(&box, id, "1Z999AA10123456784") } == 21_004_015)
        #expect(code { _ = try mark(&box, id, "9205590164917312751089", carrier: "UPS") } == 21_004_015)
        let unknown = code {
            _ = try box.world.markShipped(
                order: id, shop: box.shop, number: Self.number, providerID: "1", lines: nil)
        }
        #expect(unknown == 21_011_022)
        let package = try mark(&box, id, "1Z999AA10123456784", carrier: "UPS")
        #expect(package.tracking?.number == "1Z999AA10123456784")
        let other = try box.buyToShip()
        #expect(code { _ = try mark(&box, other, "1Z999AA10123456784", carrier: "UPS") } == 21_011_025)
    }

    @Test("a part shipped makes the order PARTIALLY_SHIPPING until the rest follows")
    func parts() throws {
        var box = try TestShop()
        let id = try box.buyToShip([("A", 1), ("B", 1)])
        let lines = try #require(box.world.tiktok.orders[id]?.lines.map(\.id))
        let first = try mark(&box, id, lines: [lines[0]])
        #expect(first.lineIDs == [lines[0]])
        #expect(box.status(id) == .partiallyShipping)
        #expect(box.stock("A") == [9, 0])
        #expect(box.stock("B") == [9, 1])
        #expect(code { _ = try mark(&box, id, "DEMO0002", lines: [lines[0]]) } == 21_011_006)
        let second = try mark(&box, id, "DEMO0002")
        #expect(second.lineIDs == [lines[1]])
        #expect(box.status(id) == .awaitingCollection)
    }

    @Test("in the US shipping refuses a pending cancel; elsewhere the pending cancel stops shipping")
    func pendingCancel() throws {
        var america = try TestShop()
        let there = try america.buyToShip()
        america.world.requestCancel(order: there)
        _ = try mark(&america, there)
        #expect(america.status(there) == .awaitingCollection)
        #expect(america.world.tiktok.cancellations.of(shop: america.shop.id).map(\.status) == [.cancelled])
        var britain = try TestShop(region: "GB")
        let here = try britain.buyToShip()
        britain.world.requestCancel(order: here)
        #expect(code { _ = try mark(&britain, here, carrier: "Evri") } == 21_011_007)
        #expect(britain.status(here) == .awaitingShipment)
    }

    @Test("in Asia a package waits with the order and is shipped by its id, with own tracking or the platform's")
    func asia() throws {
        for shipping in [ShippingType.tiktok, .seller] {
            var box = try TestShop(region: "ID")
            let id = try box.buy([("A", 1)], shipping: shipping)
            box.world.pay(id)
            let package = try #require(box.world.tiktok.orders[id]?.packageIDs.first)
            if shipping == .seller {
                #expect(code { try box.world.ship(package: package, shop: box.shop, own: nil) } == 21_011_022)
            }
            let own = shipping == .seller ? (number: Self.number, providerID: box.provider("JNE")) : nil
            try box.world.ship(package: package, shop: box.shop, own: own)
            #expect(box.status(id) == .awaitingCollection)
            #expect((box.world.tiktok.packages[package]?.tracking?.number == Self.number) == (shipping == .seller))
            #expect(code { try box.world.ship(package: package, shop: box.shop, own: own) } == 21_011_006)
        }
    }

    @Test("an order is split before it ships; each package ships by itself, and the order when both have")
    func split() throws {
        var box = try TestShop(region: "ID")
        let id = try box.buy([("A", 2)], shipping: .tiktok)
        box.world.pay(id)
        let lines = try #require(box.world.tiktok.orders[id]?.lines.map(\.id))
        let (whole, strange) = (
            box.world.split(order: id, lines: lines)?.id, box.world.split(order: id, lines: ["1"])?.id
        )
        #expect(whole == nil, "a whole package is no part of it")
        #expect(strange == nil)
        let made = box.world.split(order: id, lines: [lines[1]])
        let second = try #require(made)
        let first = try #require(box.world.tiktok.orders[id]?.packageIDs.first)
        #expect(box.world.tiktok.packages[first]?.lineIDs == [lines[0]])
        #expect(box.world.tiktok.orders[id]?.lines.map(\.packageID) == [first, second.id])
        try box.world.ship(package: first, shop: box.shop, own: nil)
        #expect(box.status(id) == .partiallyShipping)
        #expect(code { try box.world.ship(package: first, shop: box.shop, own: nil) } == 21_011_006)
        try box.world.ship(package: second.id, shop: box.shop, own: nil)
        #expect(box.status(id) == .awaitingCollection)
    }

    @Test("tracking is corrected once, within 72 hours")
    func fix() throws {
        var box = try TestShop()
        func fix(_ id: String, _ number: String) throws {
            try box.world.fixTracking(
                order: id, shop: box.shop, number: number, providerID: box.provider("FedEx"))
        }
        let id = try box.buyToShip()
        #expect(code { try fix(id, "DEMO0009") } == 21_011_051)
        let package = try mark(&box, id)
        try fix(id, "DEMO0009")
        #expect(box.world.tiktok.packages[package.id]?.tracking?.number == "DEMO0009")
        #expect(code { try fix(id, "DEMO0010") } == 21_011_049)
        let late = try box.buyToShip()
        _ = try mark(&box, late, "DEMO0011")
        box.pass(.hours(72))
        box.pass(.milliseconds(1))
        #expect(code { try fix(late, "DEMO0012") } == 21_011_050)
    }

    @Test("the platform sells labels: whole, in parts, and for several orders of one buyer")
    func create() throws {
        var box = try TestShop(stock: [20])
        let whole = try box.buyToShip(shipping: .tiktok)
        let offers = box.world.services(for: try #require(box.world.tiktok.orders[whole]))
        #expect(offers.count == 2)
        let package = try box.world.createPackage(.whole(order: whole), shop: box.shop, serviceID: offers[1].id)
        #expect(package.service?.price == offers[1].price)
        #expect(package.tracking != nil)
        #expect(box.status(whole) == .awaitingCollection)
        let several = try box.buyToShip([("A", 2)], shipping: .tiktok)
        let line = try #require(box.world.tiktok.orders[several]?.lines[0].id)
        _ = try box.world.createPackage(.part(order: several, lines: [line]), shop: box.shop, serviceID: nil)
        #expect(box.status(several) == .partiallyShipping)
        let strangers = [try box.buyToShip(shipping: .tiktok), try box.buyToShip(shipping: .tiktok)]
        let refused = code {
            _ = try box.world.createPackage(.combined(orders: strangers), shop: box.shop, serviceID: nil)
        }
        #expect(refused == 21_001_001)
        let wrong = code {
            _ = try box.world.createPackage(.whole(order: strangers[0]), shop: box.shop, serviceID: "1")
        }
        #expect(wrong == 21_001_001)
    }

    @Test("in Britain the platform chooses the service, of a package that nobody saw before")
    func british() throws {
        var box = try TestShop(region: "GB")
        let id = try box.buyToShip(shipping: .tiktok)
        let order = try #require(box.world.tiktok.orders[id])
        #expect(box.world.json(order)["packages"]?.elements.isEmpty == true)
        let package = try box.world.createPackage(.whole(order: id), shop: box.shop, serviceID: nil)
        #expect(package.service != nil)
        #expect(box.status(id) == .awaitingCollection)
    }

    @Test("over the wire: mark shipped in both versions, read the package, fix the tracking")
    func wire() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            let provider = shop["delivery_options"]?[0]?["providers"]?[0]?["id"] ?? .null
            let old = try await live.order(shop, to: "AWAITING_SHIPMENT")
            let first = try await client.call(
                "POST", "/fulfillment/202309/orders/\(old)/packages", [],
                ["tracking_number": "DEMO0001", "shipping_provider_id": provider])
            #expect(first.code == 0)
            #expect(first.data["order_id"]?.text == old)
            let new = try await live.order(shop, to: "AWAITING_SHIPMENT")
            let second = try await client.call(
                "POST", "/fulfillment/202610/orders/\(new)/packages", [],
                ["shipping_info_list": [["tracking_number": "DEMO0002", "shipping_provider_id": provider]]])
            #expect(second.code == 0)
            let package = second.data["package_id"]?.text ?? ""
            let fixed = try await client.call(
                "POST", "/fulfillment/202309/packages/\(package)/shipping_info/update", [],
                ["tracking_number": "DEMO0003", "shipping_provider_id": provider])
            #expect(fixed.code == 0)
            let detail = try await client.call("GET", "/fulfillment/202309/packages/\(package)")
            #expect(detail.data["tracking_number"]?.text == "DEMO0003")
            let missing = try await client.call("POST", "/fulfillment/202309/orders/\(new)/packages", [], [:])
            #expect(missing.code == 21_001_001)
            let all = try await client.call("POST", "/fulfillment/202309/packages/search", [], [:])
            #expect(all.data["total_count"]?.number == 2)
            let order = try await client.call("GET", "/order/202507/orders", [("ids", new)]).data["orders"]?[0]
            #expect(order?["line_items"]?[0]?["tracking_number"]?.text == "DEMO0003")
        }
    }

    @Test("a document is a PDF behind an address that expires after 24 hours; before it is drawn one must wait")
    func document() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            let id = try await live.order(shop, to: "AWAITING_SHIPMENT", more: ["shipping": "TIKTOK"])
            let query = "/fulfillment/202309/orders/\(id)/shipping_services/query"
            let odd = try await client.call("POST", query, [], ["weight": ["value": "0.5", "unit": "KILOGRAM"]])
            #expect(odd.code == 21_001_001)
            let services = try await client.call(
                "POST", query, [],
                [
                    "weight": ["value": "500", "unit": "GRAM"],
                    "dimension": ["length": "20", "width": "10", "height": "5", "unit": "CM"],
                ])
            let unnamed = try await client.call(
                "POST", "/fulfillment/202512/packages", [], ["ship_type": "1", "order_id": .string(id)])
            #expect(unnamed.code == 21_001_001)
            let made = try await client.call(
                "POST", "/fulfillment/202512/packages", [],
                [
                    "ship_type": "1", "order_id": .string(id),
                    "shipping_service_id": services.data["shipping_services"]?[0]?["id"] ?? .null,
                ])
            #expect(made.code == 0)
            let path = "/fulfillment/202309/packages/\(made.data["package_id"]?.text ?? "")/shipping_documents"
            let label = [("document_type", "SHIPPING_LABEL")]
            #expect(try await client.call("GET", path, [("document_type", "PICTURE")]).code == 21_001_001)
            #expect(try await client.call("GET", path, label).code == 11_034_037)
            live.clock.move(.seconds(30))
            let reply = try await client.call("GET", path, label)
            let url = String(try #require(reply.data["doc_url"]?.text).dropFirst(live.base.count))
            let file = try await live.send("GET", url)
            #expect(file.headers["content-type"] == "application/pdf")
            #expect(file.bytes.starts(with: Array("%PDF-1.4".utf8)))
            #expect(try await live.send("GET", url + "0").status == 403)
            live.clock.move(.days(1))
            #expect(try await live.send("GET", url).status == 200)
            live.clock.move(.seconds(1))
            #expect(try await live.send("GET", url).status == 403)
        }
    }

    @Test("over the wire: an order's parcels are seen on their way, in milliseconds, by its own shop alone")
    func tracking() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            let id = try await live.order(shop, to: "AWAITING_SHIPMENT", more: ["shipping": "TIKTOK"])
            let path = "/fulfillment/202309/orders/\(id)/tracking"
            #expect(try await client.call("GET", path).data["tracking"]?.elements.isEmpty == true)
            _ = try await live.admin("POST", "/orders/\(id)/advance", ["to": "IN_TRANSIT"])
            let ready = try await client.call("GET", path).data["tracking"]?.elements ?? []
            #expect(ready.map { $0["description"]?.text } == ["Collected by the carrier", "Ready to be collected"])
            #expect((ready.first?["update_time_millis"]?.number ?? 0) > 1_000_000_000_000)
            #expect(try await client.call("GET", "/fulfillment/202309/orders/1/tracking").code == 21_001_001)
            let other = try await live.connect(try await live.openShop())
            #expect(try await other.call("GET", path).code == 21_001_001)
        }
    }

    @Test("a parcel of the platform's carriers is seen at each stage of its way, the newest scan first")
    func scans() throws {
        var box = try TestShop(region: "GB")
        let id = try box.buyToShip(shipping: .tiktok)
        _ = try box.world.createPackage(.whole(order: id), shop: box.shop, serviceID: nil)
        // It is collected within a day and five days on its way at most.
        box.pass(.days(6.5))
        let order = try #require(box.world.tiktok.orders[id])
        let scans = box.world.scans(of: order)
        #expect(
            scans.map(\.words) == [
                "Delivered", "Out for delivery", "Arrived at the sorting centre", "Collected by the carrier",
                "Ready to be collected",
            ])
        #expect(scans.first?.at == order.times.delivered && scans[3].at == order.times.collected)
    }
}
