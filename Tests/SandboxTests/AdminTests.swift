import Testing

@testable import Sandbox

/// The admin API and the service around it.
@Suite struct AdminTests {
    @Test("the service says that it lives")
    func livez() async throws {
        try await LiveSandbox.run { live async throws in
            #expect(try await live.send("GET", "/livez").status == 200)
        }
    }

    @Test("unknown calls and wrong fields are answered with one sentence")
    func refusals() async throws {
        try await LiveSandbox.run { live in
            #expect(try await live.send("GET", "/_sandbox/nowhere").status == 404)
            #expect(try await live.send("DELETE", "/_sandbox/shops").status == 405)
            let region = try await live.send("POST", "/_sandbox/shops", body: Array(#"{"region":"XX"}"#.utf8))
            #expect(region.status == 400)
            #expect(region.json["error"]?.text?.hasPrefix("region:") == true)
            let order = try await live.send("POST", "/_sandbox/orders/1/advance")
            #expect(order.json["error"]?.text == "order: 1 is not known")
            let shop = try await live.openShop(stock: 1)
            let body: JSON = ["lines": [["sku": "A", "units": 2]]]
            let sold = try await live.send("POST", "/_sandbox/shops/\(shop["id"]?.text ?? "")/orders", body: body.bytes)
            #expect(sold.status == 409)
            #expect(sold.json["error"]?.text == "lines: not enough available")
        }
    }

    @Test("every call of the table can be reached by its method")
    func table() {
        let keys = AdminEndpoints.all.map { "\($0.method) \($0.path)" }
        #expect(Set(keys).count == keys.count)
        let tiktok = TikTokEndpoints.all.map { "\($0.method) \($0.path)" }
        #expect(Set(tiktok).count == tiktok.count)
        #expect(Set(TikTokEndpoints.all.map(\.name)).count == tiktok.count)
    }

    @Test("the generator runs in the background, is read and stopped")
    func generator() async throws {
        try await LiveSandbox.run { live in
            _ = try await live.admin("POST", "/shops", ["demo_products": 3])
            _ = try await live.admin("POST", "/generator", ["per_minute": 600, "preset": "calm", "mix": ["gift": 1]])
            live.clock.move(.seconds(10))
            let books = try await live.admin("GET", "/")
            #expect((40...200).contains(books["orders"]?.number ?? 0))
            #expect(books["stock"]?["mismatches"] == [])
            let stopped = try await live.admin("DELETE", "/generator")
            #expect(stopped["per_minute"]?.number == 0)
            live.clock.move(.seconds(10))
            let after = try await live.admin("GET", "/generator")
            #expect(after["made"] == stopped["made"])
        }
    }

    @Test("calls are counted by endpoint and outcome, sales and orders listed")
    func books() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            let id = try await live.order(shop, [("A", 2)], to: "AWAITING_SHIPMENT")
            _ = try await client.call("POST", "/order/202309/orders/search", [], [:])
            _ = try await client.call("POST", "/order/202309/orders/search", [("page_size", "0")], [:])
            let counts = try await live.admin("GET", "/calls")["counts"]?.elements ?? []
            let searches = counts.filter { $0["endpoint"]?.text == "order.search" }.map { $0["code"]?.number }
            #expect(searches == [0, 36_009_004])
            let sales = try await live.admin("GET", "/sales?shop=\(shop["id"]?.text ?? "")")
            #expect(sales["paid_orders"]?.number == 1)
            #expect(sales["skus"]?[0]?["sold"]?.number == 2)
            let orders = try await live.admin("GET", "/orders?status=AWAITING_SHIPMENT")
            #expect(orders["orders"]?.elements.map { $0["id"]?.text } == [id])
            #expect(try await live.admin("GET", "/check")["mismatches"] == [])
            #expect(try await live.send("GET", "/_sandbox/orders?limit=1000000000").status == 400)
        }
    }

    @Test("history can be loaded, and its sums read")
    func history() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.admin("POST", "/shops", ["demo_products": 3, "region": "GB"])
            let id = shop["id"]?.text ?? ""
            let sales = try await live.admin("POST", "/shops/\(id)/history", ["orders": 50, "days": 30])
            let client = try await live.connect(shop)
            let found = try await client.call("POST", "/order/202309/orders/search", [("page_size", "100")], [:])
            #expect(found.data["total_count"]?.number == 50)
            let cents = found.data["orders"]?.elements.filter {
                $0["status"]?.text == "COMPLETED" && $0["is_sample_order"]?.flag == false
            }.compactMap { Double($0["payment"]?["sub_total"]?.text ?? "") }.reduce(0) {
                $0 + Int(($1 * 100).rounded())
            }
            #expect(sales["sub_total_minor"]?.number == cents)
        }
    }
}
