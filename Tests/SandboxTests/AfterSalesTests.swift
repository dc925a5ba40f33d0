import Testing

@testable import Sandbox

/// Cancellations and returns.
@Suite struct AfterSalesTests {
    private func cancellations(_ box: TestShop) -> [Cancellation] {
        box.world.tiktok.cancellations.of(shop: box.shop.id)
    }

    @Test("a buyer cancels freely until the hold ends, then has to ask, and cannot once the parcel moves")
    func stages() throws {
        var box = try TestShop(stock: [20])
        for (stage, expected) in [
            (OrderStatus.unpaid, Cancellation.Status.success), (.onHold, .success), (.awaitingShipment, .pending),
            (.awaitingCollection, .pending),
        ] {
            let id = try box.buy([("A", 1)])
            while let status = box.status(id), status < stage { box.world.advance(order: id) }
            box.world.buyerCancels(id)
            #expect(cancellations(box).last?.status == expected, "\(stage)")
            #expect((box.status(id) == .cancelled) == (expected == .success))
        }
        let moving = try box.buy([("A", 1)])
        while box.status(moving) != .inTransit { box.world.advance(order: moving) }
        box.world.buyerCancels(moving)
        #expect(box.status(moving) == .inTransit)
        #expect(cancellations(box).count == 4)
    }

    @Test("an unanswered request is granted after 48 hours, a withdrawn one comes to nothing")
    func silence() throws {
        var box = try TestShop()
        let granted = try box.buyToShip()
        box.world.requestCancel(order: granted)
        let withdrawn = try box.buyToShip()
        box.world.requestCancel(order: withdrawn)
        box.world.reject(cancellation: cancellations(box)[1].id, reason: "withdrawn")
        box.pass(.hours(48))
        #expect(box.status(granted) == .cancelled)
        #expect(box.status(withdrawn) == .awaitingShipment)
        #expect(cancellations(box).map(\.status) == [.success, .cancelled])
        box.pass(.hours(2))
        #expect(cancellations(box).map(\.status) == [.complete, .cancelled])
        #expect(box.stock("A") == [9, 1])
    }

    @Test("the refund is what was paid for the lines, with postage and tax")
    func refund() throws {
        var box = try TestShop()
        let id = try box.buyToShip([("A", 1), ("B", 1)])
        let order = try #require(box.world.tiktok.orders[id])
        let part = box.world.cancel(order: id, lines: [order.lines[0].id], role: .seller, reason: "x")
        #expect(part?.refund.subTotal == order.lines[0].price.sale)
        #expect(part?.refund.tax == order.lines[0].price.tax)
        #expect(part?.refund.shipping == 0)
        #expect(box.status(id) == .awaitingShipment)
        let rest = box.world.cancel(order: id, lines: nil, role: .seller, reason: "x")
        #expect((part?.refund.total ?? 0) + (rest?.refund.total ?? 0) == order.payment.total)
        #expect(box.status(id) == .cancelled)
    }

    @Test("a partial cancel takes the line out of the waiting package")
    func package() throws {
        var box = try TestShop(region: "ID")
        let id = try box.buy([("A", 1), ("B", 1)])
        box.world.pay(id)
        let order = try #require(box.world.tiktok.orders[id])
        box.world.cancel(order: id, lines: [order.lines[0].id], role: .system, reason: "x")
        #expect(box.world.tiktok.packages[order.packageIDs[0]]?.lineIDs == [order.lines[1].id])
        box.world.cancel(order: id, lines: nil, role: .system, reason: "x")
        #expect(box.world.tiktok.packages[order.packageIDs[0]]?.status == .cancelled)
    }

    @Test("over the wire: search, approve, reject with a reason, and one answer per idempotency key")
    func wire() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop(region: "GB")
            let client = try await live.connect(shop)
            var ids: [String] = []
            for _ in 0..<2 {
                let order = try await live.order(shop, to: "AWAITING_SHIPMENT")
                _ = try await live.admin("POST", "/orders/\(order)/request-cancel")
            }
            let found = try await client.call(
                "POST", "/return_refund/202602/cancellations/search", [("sort_order", "ASC")],
                ["cancel_status": ["CANCELLATION_REQUEST_PENDING"]])
            ids = found.data["cancellations"]?.elements.compactMap { $0["cancel_id"]?.text } ?? []
            #expect(ids.count == 2)
            let action = found.data["cancellations"]?[0]?["seller_next_action_response"]?[0]
            #expect(action?["deadline"]?.number == live.clock.now.seconds + 48 * 3_600)
            let base = "/return_refund/202309/cancellations/"
            for _ in 0..<2 {
                let reply = try await client.call(
                    "POST", "\(base)\(ids[0])/approve", [("idempotency_key", "k1")], [:])
                #expect(reply.code == 0)
            }
            #expect(try await client.call("POST", "\(base)\(ids[0])/approve", [], [:]).code == 25_001_001)
            #expect(try await client.call("POST", "\(base)\(ids[1])/reject", [], [:]).code == 25_001_001)
            let rejected = try await client.call(
                "POST", "\(base)\(ids[1])/reject", [], ["reject_reason": "seller_reject_parcel_on_its_way"])
            #expect(rejected.code == 0)
        }
    }

    @Test("the seller cancels whole orders everywhere, and parts in the US and UK alone")
    func seller() async throws {
        try await LiveSandbox.run { live in
            for (region, code) in [("US", 0), ("DE", 25_001_001)] {
                let shop = try await live.openShop(region: region)
                let client = try await live.connect(shop)
                let id = try await live.order(shop, [("A", 2)], to: "AWAITING_SHIPMENT")
                let path = "/return_refund/202602/cancellations"
                let body: JSON = ["order_id": .string(id), "cancel_reason": "seller_cancel_out_of_stock"]
                let sku = shop["products"]?[0]?["skus"]?[0]?["id"] ?? .null
                let part = try await client.call(
                    "POST", path, [], body.adding(["skus": [["sku_id": sku, "quantity": 1]]]))
                #expect(part.code == code)
                #expect(try await client.call("POST", path, [], body).code == 0)
                #expect(try await live.admin("GET", "/orders/\(id)")["status"]?.text == "CANCELLED")
                #expect(try await client.call("POST", path, [], body).code == 25_001_001)
            }
        }
    }

    @Test("goods that come back pass through every stage until the money is back")
    func goodsBack() throws {
        var box = try TestShop()
        let id = try box.buyToShip()
        while box.status(id) != .delivered { box.world.advance(order: id) }
        let made = box.world.requestReturn(order: id, kind: .goodsBack)
        let wish = try #require(made)
        func status() -> ReturnCase.Status? { box.world.tiktok.returns[wish.id]?.status }
        #expect(status() == .pending)
        try box.world.decide(return: wish.id, "APPROVE_RETURN")
        #expect(status() == .awaitingBuyer)
        box.pass(.days(3))
        #expect(status() == .shipped)
        for _ in 0..<(4 * 24) where box.world.tiktok.returns[wish.id]?.hasArrived == false { box.pass(.hours(1)) }
        #expect(status() == .shipped)
        try box.world.decide(return: wish.id, "APPROVE_RECEIVED_PACKAGE")
        #expect(status() == .success)
        box.pass(.hours(2))
        #expect(status() == .complete)
        // Its only line is refunded, so the order is over; what came back is for the seller to count.
        #expect(box.status(id) == .completed)
        #expect(box.stock("A") == [9, 0])
    }

    @Test("a refund without goods needs one decision, a refusal ends it, and others are not understood")
    func refundOnly() throws {
        var box = try TestShop()
        for (decision, expected) in [("APPROVE_REFUND", ReturnCase.Status.success), ("REJECT_REFUND", .rejected)] {
            let id = try box.buyToShip()
            while box.status(id) != .delivered { box.world.advance(order: id) }
            let made = box.world.requestReturn(order: id, kind: .refundOnly)
            let wish = try #require(made)
            #expect(throws: TikTokError.self) { try box.world.decide(return: wish.id, "APPROVE_RETURN") }
            #expect(throws: TikTokError.self) { try box.world.decide(return: wish.id, "APPROVE_RECEIVED_PACKAGE") }
            try box.world.decide(return: wish.id, decision)
            #expect(box.world.tiktok.returns[wish.id]?.status == expected)
        }
        let open = try box.buyToShip()
        let early = box.world.requestReturn(order: open, kind: .refundOnly)
        #expect(early == nil)
    }

    @Test("returns are searched, approved and rejected over the wire")
    func returnsByWire() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            let id = try await live.order(shop, to: "DELIVERED")
            _ = try await live.admin("POST", "/orders/\(id)/return", ["kind": "refundOnly"])
            let found = try await client.call("POST", "/return_refund/202602/returns/search", [], [:])
            let wish = found.data["return_orders"]?[0]
            #expect(wish?["return_status"]?.text == "RETURN_OR_REFUND_REQUEST_PENDING")
            let base = "/return_refund/202309/returns/\(wish?["return_id"]?.text ?? "")"
            let unreasoned = try await client.call("POST", base + "/reject", [], ["decision": "REJECT_REFUND"])
            #expect(unreasoned.code == 25_001_001)
            let approved = try await client.call("POST", base + "/approve", [], ["decision": "APPROVE_REFUND"])
            #expect(approved.code == 0)
            let after = try await client.call(
                "POST", "/return_refund/202309/returns/search", [],
                ["return_status": ["RETURN_OR_REFUND_REQUEST_SUCCESS"]])
            #expect(after.data["total_count"]?.number == 1)
        }
    }

    @Test("an address changes until the parcel moves, and the order says so")
    func address() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let id = try await live.order(shop, to: "AWAITING_SHIPMENT")
            let changed = try await live.admin(
                "POST", "/orders/\(id)/address", ["city": "Dallas", "line1": "1 New St"])
            #expect(changed["has_updated_recipient_address"]?.flag == true)
            #expect(changed["recipient_address"]?["address_line1"]?.text == "1 New St")
            _ = try await live.admin("POST", "/orders/\(id)/advance", ["to": "IN_TRANSIT"])
            let late = try await live.send("POST", "/_sandbox/orders/\(id)/address", body: Array("{}".utf8))
            #expect(late.status == 409)
        }
    }
}
