import Testing

@testable import Sandbox

/// Things that go wrong on demand.
@Suite struct FaultTests {
    private static let search = "/order/202309/orders/search"

    @Test("a late effect lands after the caller has been told of a timeout")
    func late() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            let id = try await live.order(shop, to: "AWAITING_SHIPMENT")
            _ = try await live.admin(
                "POST", "/faults",
                ["partner": "tiktok", "endpoint": "package.mark_shipped", "kind": "late", "ms": [40_000], "times": 1])
            let body: JSON = [
                "tracking_number": "DEMO0001",
                "shipping_provider_id": shop["delivery_options"]?[0]?["providers"]?[0]?["id"] ?? .null,
            ]
            let path = "/fulfillment/202309/orders/\(id)/packages"
            let reply = try await client.call("POST", path, [], body)
            #expect(reply.status == 504)
            #expect(reply.code == 36_009_007)
            live.clock.move(.seconds(40) - .milliseconds(1))
            #expect(try await live.admin("GET", "/orders/\(id)")["status"]?.text == "AWAITING_SHIPMENT")
            live.clock.move(.milliseconds(1))
            #expect(try await live.admin("GET", "/orders/\(id)")["status"]?.text == "AWAITING_COLLECTION")
            #expect(try await client.call("POST", path, [], body).code == 21_011_006)
        }
    }

    @Test("a late label is bought and charged although the purchase looked like a timeout")
    func lateLabel() async throws {
        try await LiveSandbox.run { live in
            let rate = try await ShippoTests.rate(live)
            _ = try await live.admin(
                "POST", "/faults",
                ["partner": "shippo", "endpoint": "transaction.create", "kind": "late", "ms": [30_000], "times": 1])
            let purchase: JSON = ["rate": .string(rate), "async": false, "metadata": "attempt 1"]
            #expect(try await live.shippo("POST", "/transactions", purchase).status == 504)
            #expect(try await live.shippo("GET", "/transactions").json["results"] == [])
            live.clock.move(.seconds(30))
            let list = try await live.shippo("GET", "/transactions").json["results"]
            #expect(list?.elements.map { $0["metadata"]?.text } == ["attempt 1"])
            let books = try await live.admin("GET", "/labels")
            #expect(books["labels"]?[0]?["charges_minor"]?.elements.count == 1)
        }
    }

    @Test("errors come with or without the effect, throttling with its header")
    func errors() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            let product = shop["products"]?[0]
            let update = "/product/202309/products/\(product?["id"]?.text ?? "")/inventory/update"
            let body: JSON = [
                "skus": [["id": product?["skus"]?[0]?["id"] ?? .null, "inventory": [["quantity": 3]]]]
            ]
            for (done, available) in [(false, 10), (true, 3)] {
                _ = try await live.admin("DELETE", "/faults")
                _ = try await live.admin(
                    "POST", "/faults",
                    [
                        "partner": "tiktok", "endpoint": "inventory.*", "kind": "error", "code": 36_009_003,
                        "done": .bool(done),
                    ])
                let reply = try await client.call("POST", update, [], body)
                #expect(reply.code == 36_009_003)
                #expect(reply.status == 500)
                let stock = try await live.admin("GET", "/stock?shop=\(shop["id"]?.text ?? "")")
                #expect(stock["skus"]?[0]?["total_available_quantity"]?.number == available)
            }
            _ = try await live.admin(
                "POST", "/faults",
                ["partner": "tiktok", "kind": "throttle", "retry_after": 7, "endpoint": "order.search"])
            let limited = try await client.call("POST", Self.search, [], [:])
            #expect(limited.code == 36_009_002)
            #expect(limited.headers["retry-after"] == "7")
        }
    }

    @Test("a fault strikes as often as it is told, then no more; the gate still comes first")
    func times() async throws {
        try await LiveSandbox.run { live in
            let client = try await live.connect(try await live.openShop())
            _ = try await live.admin("POST", "/faults", ["partner": "tiktok", "kind": "error", "times": 2])
            var forged = client
            forged.spoilsSignature = true
            #expect(try await forged.call("POST", Self.search, [], [:]).code == 106_001)
            var codes: [Int?] = []
            for _ in 0..<4 { codes.append(try await client.call("POST", Self.search, [], [:]).code) }
            #expect(codes == [36_009_003, 36_009_003, 0, 0])
            let rule = try await live.admin("GET", "/faults")["faults"]?[0]
            #expect(rule?["strikes"]?.number == 2)
            #expect(rule?["times_left"]?.number == 0)
        }
    }

    @Test("an answer can be held back")
    func latency() async throws {
        try await LiveSandbox.run { live in
            let client = try await live.connect(try await live.openShop())
            _ = try await live.admin("POST", "/faults", ["partner": "tiktok", "kind": "latency", "ms": [60, 60]])
            let start = ContinuousClock.now
            #expect(try await client.call("POST", Self.search, [], [:]).code == 0)
            #expect(ContinuousClock.now - start >= .milliseconds(60))
        }
    }

    @Test("faults are seeded: the same calls meet the same fate, and rules do not disturb each other")
    func seeded() {
        func fates(_ seed: UInt64, withOther: Bool) -> [Bool] {
            var plan = FaultPlan(seed: seed)
            plan.add(.tiktok, endpoint: "order.search", probability: 0.3, .throttle(retryAfter: nil))
            if withOther { plan.add(.tiktok, endpoint: "*", probability: 0.5, .latency(.zero ... .seconds(1))) }
            return (0..<200).map { _ in plan.callFate(of: "order.search", partner: .tiktok).fault != nil }
        }
        #expect(fates(1, withOther: false) == fates(1, withOther: true))
        #expect(fates(1, withOther: false) != fates(2, withOther: false))
        // 200 draws at 0.3: within five standard deviations (6.5) of 60.
        #expect((28...92).contains(fates(1, withOther: false).count { $0 }))
    }

    @Test("webhooks are lost, repeated and overtaken")
    func webhooks() throws {
        func deliver(_ kind: FaultRule.Kind, seconds: Double) -> [Int] {
            var world = World(settings: .test, now: ManualClock.start)
            world.faults.add(.webhook, endpoint: "1 *", times: 1, kind)
            for subject in ["first", "second"] {
                world.send(sender: .shippo, topic: "1 X", subject: subject, url: "http://x", body: [])
            }
            var order = world.webhooks.take(10).map(\.id)
            world.advance(to: world.now + .seconds(seconds))
            order += world.webhooks.take(10).map(\.id)
            return order
        }
        #expect(deliver(.lost, seconds: 10) == [2])
        #expect(deliver(.delayed(.seconds(1) ... .seconds(5)), seconds: 5) == [2, 1])
        #expect(deliver(.repeated(times: 2, within: .seconds(1) ... .seconds(2)), seconds: 2) == [1, 2, 1, 1])
    }

    @Test("nonsense rules are refused by field")
    func nonsense() async throws {
        try await LiveSandbox.run { live in
            for (body, field) in [
                (#"{"partner":"tiktok","kind":"explode"}"#, "kind"),
                (#"{"partner":"nobody","kind":"lost"}"#, "partner"),
                (#"{"partner":"tiktok","kind":"latency","ms":[5,1]}"#, "ms"),
                (#"{"partner":"tiktok","kind":"lost","probability":2}"#, "probability"), ("{", "body"),
            ] {
                let reply = try await live.send("POST", "/_sandbox/faults", body: Array(body.utf8))
                #expect(reply.status == 400)
                #expect(reply.json["error"]?.text?.hasPrefix(field) == true, "\(body)")
            }
        }
    }
}
