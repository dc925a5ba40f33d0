import TestKit
import Testing

@testable import Sandbox

/// Webhooks on the wire: signed, addressed, typed as the partner's, and tried again.
@Suite struct WebhookTests {
    /// A connected shop whose webhooks go to a sink.
    private func listening(
        region: String = "US", statuses: [Int] = [200], stock: Int = 10,
        _ body: @escaping @Sendable (LiveSandbox, TikTokClient, JSON, WebhookSink) async throws -> Void
    ) async throws {
        let sink = WebhookSink(statuses)
        try await sink.listen { url in
            try await LiveSandbox.run { live in
                _ = try await live.admin("POST", "/apps/operations/webhook", ["url": .string(url)])
                let shop = try await live.openShop(region: region, stock: stock)
                try await body(live, try await live.connect(shop), shop, sink)
            }
        }
    }

    @Test("an order's webhooks are signed over the raw body with the app's key and secret")
    func signed() async throws {
        try await listening { live, _, shop, sink in
            let id = try await live.order(shop)
            try await eventually("type 1 arrives") { !sink.messages(type: 1).isEmpty }
            let message = sink.messages(type: 1)[0]
            let own = RegisteredApp.operations
            #expect(
                message.headers["authorization"]
                    == Secret.hmac(Array(own.key.utf8) + message.bytes, key: own.secret))
            #expect(message.headers["content-type"] == "application/json")
            #expect(message.json["shop_id"] == shop["id"])
            #expect(message.json["data"]?["order_id"]?.text == id)
            #expect(message.json["data"]?["order_status"]?.text == "UNPAID")
            #expect((Int(message.json["tts_notification_id"]?.text ?? "") ?? 0) > 1 << 53)
        }
    }

    @Test("each stage is announced once, and a cancelled order is spelled CANCEL")
    func stages() async throws {
        try await listening { live, _, shop, sink in
            let id = try await live.order(shop, to: "COMPLETED")
            let dropped = try await live.order(shop, to: "AWAITING_SHIPMENT")
            _ = try await live.admin("POST", "/orders/\(dropped)/cancel")
            let states = { (order: String) in
                sink.messages(type: 1).filter { $0.json["data"]?["order_id"]?.text == order }
                    .compactMap { $0.json["data"]?["order_status"]?.text }.sorted()
            }
            try await eventually("all stages arrive") { states(id).count == 7 && states(dropped).count == 4 }
            #expect(
                states(id) == [
                    "AWAITING_COLLECTION", "AWAITING_SHIPMENT", "COMPLETED", "DELIVERED", "IN_TRANSIT", "ON_HOLD",
                    "UNPAID",
                ])
            #expect(states(dropped) == ["AWAITING_SHIPMENT", "CANCEL", "ON_HOLD", "UNPAID"])
            try await eventually("the cancellation is announced") { !sink.messages(type: 11).isEmpty }
            #expect(
                sink.messages(type: 11)[0].json["data"]?["cancel_status"]?.text == "CANCELLATION_REQUEST_SUCCESS")
        }
    }

    @Test("requests, addresses and returns have types of their own; a withdrawn request is spelled CANCELLED")
    func topics() async throws {
        try await listening { live, _, shop, sink in
            let id = try await live.order(shop, to: "AWAITING_SHIPMENT")
            _ = try await live.admin("POST", "/orders/\(id)/address", ["city": "Waco"])
            _ = try await live.admin("POST", "/orders/\(id)/request-cancel")
            _ = try await live.admin("POST", "/orders/\(id)/withdraw-cancel")
            _ = try await live.admin("POST", "/orders/\(id)/advance", ["to": "DELIVERED"])
            _ = try await live.admin("POST", "/orders/\(id)/return", ["kind": "goodsBack"])
            let cancels = { sink.messages(type: 11).compactMap { $0.json["data"]?["cancel_status"]?.text }.sorted() }
            try await eventually("types 3, 11 and 12 arrive") {
                sink.messages(type: 3).count == 1 && cancels().count == 2 && sink.messages(type: 12).count == 1
            }
            #expect(cancels() == ["CANCELLATION_REQUEST_CANCELLED", "CANCELLATION_REQUEST_PENDING"])
            #expect(sink.messages(type: 12)[0].json["data"]?["return_type"]?.text == "RETURN_AND_REFUND")
        }
    }

    @Test("of the new model of returns come the request, the goods on their way and, with its sum, the refund")
    func afterSales() async throws {
        try await listening { live, client, shop, sink in
            let id = try await live.order(shop, to: "DELIVERED")
            _ = try await live.admin("POST", "/orders/\(id)/return", ["kind": "goodsBack"])
            let found = try await client.call("POST", "/return_refund/202602/returns/search", [], [:])
            let wish = try #require(found.data["return_orders"]?[0])
            let path = "/return_refund/202309/returns/\(wish["return_id"]?.text ?? "")/approve"
            _ = try await client.call("POST", path, [], ["decision": "APPROVE_RETURN"])
            try await eventually("types 64 and 65 arrive") {
                sink.messages(type: 64).count == 2 && sink.messages(type: 65).count == 1
            }
            #expect(sink.messages(type: 67).isEmpty)
            // The buyer hands the parcel in, it travels, the seller keeps silent, the money goes back.
            for _ in 0..<30 { live.clock.move(.days(1)) }
            try await eventually("type 67 arrives") { sink.messages(type: 67).count == 1 }
            let refund = try #require(sink.messages(type: 67)[0].json["data"])
            #expect(refund["order_id"]?.text == id)
            #expect(refund["refund_total"] == wish["refund_amount"]?["refund_total"])
            #expect(refund["refund_currency"]?.text == "USD")
            #expect(refund["line_items"]?.elements.count == 1)
        }
    }

    @Test("ids are JSON numbers in types 16 and 71, strings elsewhere")
    func numbers() async throws {
        try await listening(stock: 7) { live, _, shop, sink in
            let new: JSON = ["title": "New", "skus": [["seller_sku": "N", "price_minor": 100]]]
            let product = try await live.admin("POST", "/shops/\(shop["id"]?.text ?? "")/products", new)
            _ = try await live.order(shop, [("A", 2)])
            try await eventually("types 16, 27 and 71 arrive") {
                [16, 27, 71].allSatisfy { !sink.messages(type: $0).isEmpty }
            }
            #expect(
                sink.messages(type: 16)[0].json["data"]?["product_id"]?.number == Int(product["id"]?.text ?? ""))
            let change = try #require(sink.messages(type: 71)[0].json["data"])
            #expect(change["shop_id"]?.number == Int(shop["id"]?.text ?? ""))
            #expect(change["quantity_snapshot_after_change"]?["total_available_quantity"]?.number == 5)
            #expect(change["quantity_snapshot_after_change"]?["total_committed_quantity"]?.number == 2)
            // Five are left of seven: at the threshold.
            let low = try #require(sink.messages(type: 27)[0].json["data"])
            #expect(low["inventory_distribution"]?["available_quantity"]?.number == 5)
            #expect(low["sku_id"] == shop["products"]?[0]?["skus"]?[0]?["id"])
        }
    }

    @Test("taking a product off sale is type 5, splitting a shipment type 4")
    func productsAndPackages() async throws {
        try await listening { live, client, shop, sink in
            let product = shop["products"]?[0]?["id"] ?? .null
            _ = try await client.call("POST", "/product/202309/products/deactivate", [], ["product_ids": [product]])
            _ = try await client.call("POST", "/product/202309/products/activate", [], ["product_ids": [product]])
            let id = try await live.order(shop, [("A", 2)], to: "AWAITING_SHIPMENT", more: ["shipping": "TIKTOK"])
            let line = try await live.admin("GET", "/orders/\(id)")["line_items"]?[0]?["id"] ?? .null
            let made = try await client.call(
                "POST", "/fulfillment/202309/packages", [],
                ["order_id": .string(id), "order_line_item_ids": [line]])
            #expect(made.code == 0)
            try await eventually("types 4 and 5 arrive") {
                sink.messages(type: 5).count == 2 && sink.messages(type: 4).count == 1
            }
            #expect(sink.messages(type: 5)[0].json["data"]?["product_id"]?.number != nil)
            let data = sink.messages(type: 4)[0].json["data"]
            #expect(data?["sc_type"]?.text == "SPLIT")
            #expect(data?["package_list"]?[0]?["package_id"] == made.data["package_id"])
        }
    }

    @Test("removing the app is announced before the tokens end, the coming end of a consent daily")
    func access() async throws {
        try await listening { live, _, shop, sink in
            let id: JSON = ["shop": shop["id"] ?? .null]
            // 31 days ahead: the warnings begin 30 days before the end, then come at 0:00 UTC.
            _ = try await live.admin("POST", "/tokens/end", id.adding(["seconds": .int(31 * 86_400)]))
            live.clock.move(.days(1))
            try await eventually("the first warning arrives") { sink.messages(type: 7).count == 1 }
            live.clock.move(.days(1))
            try await eventually("the second one a day later") { sink.messages(type: 7).count == 2 }
            let end = 1_767_225_600 + 31 * 86_400
            #expect(sink.messages(type: 7)[0].json["data"]?["expiration_time"]?.text == "\(end)")
            _ = try await live.admin("POST", "/tokens/revoke", id)
            try await eventually("the removal arrives") { sink.messages(type: 6).count == 1 }
            let before = sink.messages.count
            _ = try await live.order(shop)
            let books = try await live.admin("GET", "/webhooks")
            #expect(books["open"]?.number == 0)
            #expect(sink.messages.count == before)
        }
    }

    @Test("a shop's own subscription goes before the app's address, and can be listed and deleted")
    func subscriptions() async throws {
        let own = WebhookSink()
        try await own.listen { url in
            try await listening { live, client, shop, sink in
                let path = "/event/202309/webhooks"
                let wish: JSON = ["event_type": "ORDER_STATUS_CHANGE", "address": .string(url)]
                #expect(try await client.call("PUT", path, [], wish).code == 0)
                let listed = try await client.call("GET", path)
                #expect(listed.data["total_count"]?.number == 1)
                #expect(listed.data["webhooks"]?[0]?["address"]?.text == url)
                _ = try await live.order(shop)
                try await eventually("the subscription gets it") { own.messages(type: 1).count == 1 }
                #expect(sink.messages(type: 1).isEmpty)
                let gone = try await client.call("DELETE", path, [], ["event_type": "ORDER_STATUS_CHANGE"])
                #expect(gone.code == 0)
                _ = try await live.order(shop)
                try await eventually("then the app does") { sink.messages(type: 1).count == 1 }
                let unknown = try await client.call("PUT", path, [], wish.adding(["x": 1]))
                #expect(unknown.code == 0)
                let bad = try await client.call("PUT", path, [], ["event_type": "NO_SUCH", "address": .string(url)])
                #expect(bad.code == 36_009_004)
            }
        }
    }

    @Test("a webhook that is not answered with 200 comes again after 2 min, 30 min, 3 h and 12 h, then never")
    func retries() async throws {
        try await listening(statuses: [500, 202, 401, 404, 503, 200]) { live, client, shop, sink in
            _ = try await client.call(
                "DELETE", "/event/202309/webhooks", [], ["event_type": "ORDER_STATUS_CHANGE"])
            live.sandbox.use { world in
                world.send(
                    sender: .tiktok(appKey: "6ak9demo1"), topic: "1 ORDER_STATUS_CHANGE", subject: "x",
                    url: world.tiktok.apps[0].webhookURL ?? "", body: Array(#"{"type":1}"#.utf8))
            }
            var attempts = 1
            for wait in [Duration.minutes(2), .minutes(30), .hours(3), .hours(12)] {
                try await eventually("attempt \(attempts) is judged") { try await Self.attempts(live) == attempts }
                live.clock.move(wait - .milliseconds(1))
                #expect(try await Self.attempts(live) == attempts)
                live.clock.move(.milliseconds(1))
                attempts += 1
            }
            try await eventually("the fifth is the last") {
                try await live.admin("GET", "/webhooks?subject=x")["dropped"]?.number == 1
            }
            #expect(sink.messages.count == 5)
        }
    }

    private static func attempts(_ live: LiveSandbox) async throws -> Int? {
        try await live.admin("GET", "/webhooks?subject=x")["deliveries"]?[0]?["attempts"]?.elements.count
    }

    @Test("the retry schedule runs at the world's pace")
    func scaledRetries() throws {
        var settings = Settings.test
        settings.timeScale = 120
        var world = World(settings: settings, now: ManualClock.start)
        world.send(sender: .tiktok(appKey: "6ak9demo1"), topic: "1", subject: "x", url: "http://x", body: [])
        var times: [Int] = []
        for _ in 0..<5 {
            let taken = world.webhooks.take(10)
            #expect(taken.count == 1)
            times.append((world.now - ManualClock.start).milliseconds)
            world.settle(delivery: taken[0].id, status: nil)
            if let next = world.nextDue { world.advance(to: next) }
        }
        // 2 min, 30 min, 3 h and 12 h divided by 120, each after the failure before.
        #expect(times == [0, 1_000, 16_000, 106_000, 466_000])
        #expect(world.webhooks.deliveries[1]?.state == .dropped)
    }

    @Test("Shippo tries twice more on 429 and 5xx, and not at all on other refusals")
    func shippoRetries() {
        for (status, attempts) in [(500, 3), (429, 3), (408, 3), (404, 1), (201, 1)] {
            var world = World(settings: .test, now: ManualClock.start)
            world.send(sender: .shippo, topic: "track_updated", subject: "x", url: "http://x", body: [])
            var count = 0
            while let delivery = world.webhooks.take(1).first {
                count += 1
                world.settle(delivery: delivery.id, status: status)
                world.advance(to: world.now + .hours(1))
            }
            #expect(count == attempts, "\(status)")
            #expect(world.webhooks.deliveries[1]?.state == (status == 201 ? .accepted : .dropped))
        }
    }
}
