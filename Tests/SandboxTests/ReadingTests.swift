import Testing

@testable import Sandbox

/// Orders, products and warehouses as a client reads them.
@Suite struct ReadingTests {
    private func connected(
        region: String = "US", stock: Int = 100,
        _ body: @escaping @Sendable (LiveSandbox, TikTokClient, JSON) async throws -> Void
    ) async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop(region: region, stock: stock)
            try await body(live, try await live.connect(shop), shop)
        }
    }

    @Test("pages cover every order once, with tokens that must be escaped")
    func paging() async throws {
        try await connected { live, client, shop in
            var placed: Set<String> = []
            for _ in 0..<23 { placed.insert(try await live.order(shop)) }
            for order in ["ASC", "DESC"] {
                var (seen, token, pages): ([String], String, Int) = ([], "", 0)
                repeat {
                    let reply = try await client.call(
                        "POST", "/order/202309/orders/search",
                        [("page_size", "10"), ("sort_order", order)] + (token.isEmpty ? [] : [("page_token", token)]),
                        [:])
                    seen += reply.data["orders"]?.elements.compactMap { $0["id"]?.text } ?? []
                    #expect(reply.data["total_count"]?.number == 23)
                    token = reply.data["next_page_token"]?.text ?? ""
                    pages += 1
                    if !token.isEmpty { #expect(["+", "/", "="].allSatisfy { token.contains($0) }) }
                } while !token.isEmpty && pages < 10
                #expect(pages == 3)
                #expect(seen.count == 23)
                #expect(Set(seen) == placed)
                #expect(seen == (order == "ASC" ? seen.sorted() : seen.sorted(by: >)))
            }
        }
    }

    @Test("filters by time take the lower bound and leave out the upper one; other filters combine")
    func filters() async throws {
        try await connected { live, client, shop in
            let first = try await live.order(shop)
            live.clock.move(.seconds(10))
            let second = try await live.order(shop, to: "AWAITING_SHIPMENT")
            let start = 1_767_225_600
            let cases: [(JSON, [String])] = [
                ([:], [second, first]), (["create_time_ge": .int(start + 10)], [second]),
                (["create_time_lt": .int(start + 10)], [first]), (["update_time_ge": .int(start + 11)], []),
                (["order_status": "UNPAID"], [first]), (["order_status": "AWAITING_SHIPMENT"], [second]),
                (["shipping_type": "TIKTOK"], []), (["is_buyer_request_cancel": true], []),
            ]
            for (body, ids) in cases {
                let reply = try await client.call("POST", "/order/202309/orders/search", [], body)
                #expect(reply.data["orders"]?.elements.map { $0["id"]?.text } == ids, "\(body)")
            }
            let unknown = try await client.call("POST", "/order/202309/orders/search", [], ["order_status": "LOST"])
            #expect(unknown.code == 98_001_004)
        }
    }

    @Test("details take up to 50 ids, joined by commas; strangers are left out")
    func detail() async throws {
        try await connected { live, client, shop in
            let ids = [try await live.order(shop), try await live.order(shop)]
            let list = (ids + ["576400000000000999"]).joined(separator: ",")
            for version in ["202309", "202507"] {
                let reply = try await client.call("GET", "/order/\(version)/orders", [("ids", list)])
                #expect(reply.data["orders"]?.elements.map { $0["id"]?.text } == ids)
            }
            let many = (0..<51).map { String($0) }.joined(separator: ",")
            #expect(try await client.call("GET", "/order/202507/orders", [("ids", many)]).code == 98_001_004)
            #expect(try await client.call("GET", "/order/202507/orders").code == 98_001_004)
            let other = try await live.connect(try await live.openShop())
            let foreign = try await other.call("GET", "/order/202507/orders", [("ids", list)])
            #expect(foreign.data["orders"] == [])
        }
    }

    @Test("an order carries money as decimal strings, one line per unit, and ids beyond 2^53")
    func shape() async throws {
        try await connected { live, client, shop in
            let id = try await live.order(shop, [("A", 2)], to: "AWAITING_SHIPMENT")
            let order = try #require(
                try await client.call("GET", "/order/202507/orders", [("ids", id)]).data["orders"]?[0])
            #expect((Int(id) ?? 0) > 1 << 53)
            #expect(order["line_items"]?.elements.count == 2)
            #expect(order["line_items"]?[0]?["quantity"] == nil)
            #expect(order["line_items"]?[0]?["seller_sku"]?.text == "A")
            #expect(order["line_items"]?[0]?["original_price"]?.text == "10.00")
            #expect(order["payment"]?["original_total_product_price"]?.text == "20.00")
            #expect(order["payment"]?["currency"]?.text == "USD")
            #expect(order["is_on_hold_order"]?.flag == true)
            let paid = try #require(order["paid_time"]?.number)
            #expect(order["rts_sla_time"]?.number == paid + 3 * 86_400)
            #expect(order["cancel_order_sla_time"]?.number == paid + 7 * 86_400)
        }
    }

    @Test("currencies without decimals have none")
    func currency() {
        #expect(Currency.usDollar.text(6_230) == "62.30")
        #expect(Currency.usDollar.text(-5) == "-0.05")
        #expect(Currency.usDollar.text(0) == "0")
        #expect(Currency.rupiah.text(9_900) == "9900")
    }

    @Test("products are found by SKU and time, and carry weight and size where one asks for them singly")
    func products() async throws {
        try await connected { live, client, shop in
            let product = try #require(shop["products"]?[0])
            let path = "/product/202502/products/search"
            let found = try await client.call("POST", path, [("page_size", "100")], ["seller_skus": ["A"]])
            #expect(found.data["products"]?[0]?["id"] == product["id"])
            #expect(found.data["products"]?[0]?["skus"]?[0]?["inventory"]?[0]?["quantity"]?.number == 100)
            // Unlike for orders, the upper bound belongs to the window.
            for (bound, count) in [(1_767_225_600, 1), (1_767_225_599, 0)] {
                let reply = try await client.call("POST", path, [], ["create_time_le": .int(bound)])
                #expect(reply.data["total_count"]?.number == count)
            }
            let eleven = JSON.strings((0...10).map(String.init))
            #expect(try await client.call("POST", path, [], ["sku_ids": eleven]).code == 11_050_001)
            let id = product["id"]?.text ?? ""
            let detail = try await client.call("GET", "/product/202309/products/\(id)").data
            #expect(detail["package_weight"] == ["unit": "KILOGRAM", "value": "0.250"])
            #expect(detail["package_dimensions"]?["length"]?.text == "20")
            #expect(try await client.call("GET", "/product/202309/products/1").code != 0)
        }
    }

    @Test("a product that is taken off sale is not sold")
    func deactivate() async throws {
        try await connected { live, client, shop in
            let ids: JSON = ["product_ids": [shop["products"]?[0]?["id"] ?? .null, "1"]]
            let reply = try await client.call("POST", "/product/202309/products/deactivate", [], ids)
            #expect(reply.code == 0)
            #expect(reply.data["errors"]?.elements.count == 1)
            let path = "/_sandbox/shops/\(shop["id"]?.text ?? "")/orders"
            let order: JSON = ["lines": [["sku": "A"]]]
            #expect(try await live.send("POST", path, body: order.bytes).status == 409)
            _ = try await client.call("POST", "/product/202309/products/activate", [], ids)
            #expect(try await live.send("POST", path, body: order.bytes).status == 200)
        }
    }

    @Test("warehouses, delivery options and the carriers of those that the seller ships")
    func logistics() async throws {
        try await connected { live, client, shop in
            let warehouses = try await client.call("GET", "/logistics/202309/warehouses").data["warehouses"]
            #expect(warehouses?.elements.map { $0["type"]?.text } == ["SALES_WAREHOUSE", "RETURN_WAREHOUSE"])
            #expect(warehouses?[0]?["address"]?["distict"] != nil)
            let id = warehouses?[0]?["id"]?.text ?? ""
            let options = try await client.call("GET", "/logistics/202309/warehouses/\(id)/delivery_options").data
            #expect(options["delivery_options"]?.elements.map { $0["type"]?.text } == ["SEND_BY_SELLER", "STANDARD"])
            let own = options["delivery_options"]?[0]?["id"]?.text ?? ""
            let carriers = try await client.call("GET", "/logistics/202309/delivery_options/\(own)/shipping_providers")
            #expect(carriers.data["shipping_providers"]?.elements.map { $0["name"]?.text }.contains("UPS") == true)
            let platform = options["delivery_options"]?[1]?["id"]?.text ?? ""
            let none = try await client.call("GET", "/logistics/202309/delivery_options/\(platform)/shipping_providers")
            #expect(none.code == 21_001_001)
        }
    }

    @Test("who may see an address depends on status, market and who ships")
    func masking() throws {
        func sight(_ region: String, _ shipping: ShippingType, _ status: OrderStatus, fbt: Bool = false) throws
            -> Address.Sight
        {
            var box = try TestShop(region: region)
            let id = try box.buy([("A", 1)], kind: .init(isFulfilledByTikTok: fbt), shipping: shipping)
            let completed = box.world.now
            box.world.change(order: id) {
                $0.status = status
                if status == .completed { $0.times.completed = completed }
            }
            return try #require(box.world.tiktok.orders[id]).sight(at: box.world.now)
        }
        #expect(try sight("US", .seller, .unpaid) == .masked)
        #expect(try sight("US", .tiktok, .onHold) == .empty)
        #expect(try sight("US", .tiktok, .awaitingShipment) == .clear)
        #expect(try sight("US", .seller, .cancelled) == .masked)
        #expect(try sight("US", .seller, .completed) == .clear)
        #expect(try sight("US", .seller, .awaitingShipment, fbt: true) == .masked)
        #expect(try sight("GB", .seller, .awaitingShipment) == .clear)
        #expect(try sight("GB", .tiktok, .awaitingShipment) == .masked)
        #expect(try sight("ID", .seller, .delivered) == .clear)
    }

    @Test("of some buyers the telephone alone is starred out, of others nothing is")
    func hiddenTelephones() throws {
        var box = try TestShop()
        var hidden = 0
        for _ in 0..<40 {
            let id = try box.buyToShip()
            let order = try #require(box.world.tiktok.orders[id])
            let shown = box.world.recipient(order)
            #expect(shown["name"]?.text == order.address.name && shown["address_line1"]?.text == order.address.line1)
            let phone = try #require(shown["phone_number"]?.text)
            #expect(phone.contains("***") == order.hidesPhone)
            hidden += order.hidesPhone ? 1 : 0
        }
        #expect((1...39).contains(hidden))
        var address = People.address(in: box.shop.market, &box.world.dice)
        address.phone = "(+1)555-010-0100"
        #expect(address.withoutPhone.phone == "(+1)555-***-0100")
    }

    @Test("in the US an address is masked again 30 days after completion")
    func maskedAgain() throws {
        var box = try TestShop()
        let id = try box.buy([("A", 1)])
        let completed = box.world.now
        box.world.change(order: id) {
            $0.status = .completed
            $0.times.completed = completed
        }
        let order = try #require(box.world.tiktok.orders[id])
        #expect(order.sight(at: completed + .days(30)) == .clear)
        #expect(order.sight(at: completed + .days(30) + .seconds(1)) == .masked)
        #expect(box.world.recipient(order)["name"]?.text == order.address.name)
    }
}
