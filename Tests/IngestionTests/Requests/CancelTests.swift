import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Ingestion
@testable import TikTokShop

struct CancelTests {
    // MARK: Deciding

    private func step(_ status: String, _ lines: [String], _ changes: [String: Any] = [:]) throws -> CancelStep {
        let items = lines.enumerated().map { Samples.tumbler("\($0)", ["display_status": $1]) }
        return CancelStep(try Samples.order(changes.merging(["status": status]) { $1 }, lines: items))
    }

    @Test("what is cancelled is done, what the carrier has is refused, a buyer's wish is granted, the rest is asked")
    func steps() throws {
        let waiting = "AWAITING_SHIPMENT"
        #expect(try step("CANCELLED", []) == .cancelled)
        #expect(try step(waiting, ["CANCELLED", "CANCELLED"]) == .cancelled)
        #expect(try step(waiting, [waiting, "CANCELLED"]) == .ask)
        #expect(try step("ON_HOLD", [waiting]) == .ask)
        #expect(try step("AWAITING_COLLECTION", ["AWAITING_COLLECTION"]) == .ask)
        #expect(try step(waiting, [waiting], ["is_buyer_request_cancel": true]) == .grant)
        for (status, lines) in [
            ("PARTIALLY_SHIPPING", [waiting, "IN_TRANSIT"]), ("IN_TRANSIT", ["IN_TRANSIT"]),
            ("DELIVERED", ["DELIVERED"]), ("COMPLETED", ["COMPLETED"]),
        ] {
            guard case .refuse(let code, _) = try step(status, lines, ["is_buyer_request_cancel": true]) else {
                Issue.record("\(status) is not refused")
                continue
            }
            #expect(code == "handedOver")
        }
    }

    @Test("the reason is one that the channel offers just now")
    func reasons() throws {
        let usual = "seller_cancel_reason_out_of_stock"
        #expect(CancelReason.choose(nil, among: []) == usual)
        #expect(CancelReason.choose("x", among: []) == "x")
        #expect(CancelReason.choose("b", among: ["a", "b"]) == "b")
        #expect(CancelReason.choose("c", among: ["a", "b"]) == nil)
        #expect(CancelReason.choose(nil, among: ["a", usual]) == usual)
        #expect(CancelReason.choose(nil, among: ["a", "seller_out_of_stock"]) == "seller_out_of_stock")
        #expect(CancelReason.choose(nil, among: ["a", "b"]) == "a")
    }

    // MARK: Asking

    /// An order that is known here, at a shop whose channel shows it by a script.
    private static func bench(
        _ body: (_ bench: Bench, _ order: OrderID, _ isCancelled: Shown) async throws -> Void
    ) async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let isCancelled = Shown(0)
            bench.channel.on(.getOrders) { _ in
                let status = isCancelled.value == 1 ? "CANCELLED" : "AWAITING_SHIPMENT"
                return ["orders": [Bench.order("1", placed: 1_767_220_000 + isCancelled.value, ["status": status])]]
            }
            bench.channel.on(.eligibility) { _ in
                let line: [String: Any] = ["eligible": true, "available_reason_names": ["a", "b"]]
                return ["sku_eligibility": [["line_item_eligibility": [line]]]]
            }
            bench.channel.on(.cancelOrder) { _ in
                isCancelled.value = 1
                return ["cancel_id": "4035", "cancel_status": "CANCELLATION_REQUEST_SUCCESS"]
            }
            let id = try await bench.orders([Bench.order("1", placed: 1_767_220_000)], of: shop)[0]
            try await body(bench, id, isCancelled)
        }
    }

    private static func ask(
        _ bench: Bench, _ reason: String? = nil, key: String? = nil
    ) async throws -> OrderCancel.Reply {
        try await bench.ask(
            OrderCancelHandler(queue: bench.queue), OrderCancel(order: "1", reason: reason), key: key)
    }

    private static func state(_ bench: Bench) async throws -> OrderCancel.Reply? {
        try await bench.ask(OrderGetHandler(), OrderGet(order: "1")).cancel
    }

    private static func actions(_ bench: Bench) async throws -> [String] {
        try await bench.sent(ActionTaken.self).map(\.action)
    }

    @Test("a wish is kept, carried out once, read back at once, and stands in the log of actions")
    func accepted() async throws {
        try await Self.bench { bench, id, _ in
            let first = try await Self.ask(bench, key: "k1")
            #expect(first == OrderCancel.Reply(order: id, state: "wanted"))
            // Under the same key, and as a second wish: nothing more is wanted.
            #expect(try await Self.ask(bench, key: "k1") == first)
            #expect(try await Self.ask(bench, key: "k2") == first)
            try await bench.work()
            #expect(try await Self.state(bench)?.state == "accepted")
            #expect(bench.channel.count(.cancelOrder) == 1)
            let body = bench.channel.calls.first { $0.name == Endpoint.cancelOrder.name }?.body
            #expect(body?.contains(#""cancel_reason":"a""#) == true)
            #expect(try await bench.sent(OrderChanged.self).last?.status == .cancelled)
            let taken = try await bench.sent(ActionTaken.self)
            #expect(taken.map(\.action) == ["orderCancelWanted", "orderCancelAccepted"])
            #expect(taken.allSatisfy { $0.actor == "shop_test" && $0.subject == id.description })
            let refusal = await bench.refusal(OrderCancelHandler(queue: bench.queue), OrderCancel(order: "1"))
            #expect(refusal?.code == "cancelledAlready")
        }
    }

    @Test("a reason that the channel does not offer is refused with those that it does; then one may wish again")
    func badReason() async throws {
        try await Self.bench { bench, _, _ in
            _ = try await Self.ask(bench, "c")
            try await bench.work()
            let refused = try #require(try await Self.state(bench))
            #expect(refused.state == "refused")
            #expect(refused.detail == "the channel takes none but these reasons: a, b")
            #expect(bench.channel.count(.cancelOrder) == 0)
            #expect(try await Self.ask(bench, "b").state == "wanted")
            try await bench.work()
            #expect(try await Self.state(bench)?.state == "accepted")
            let unreadable = await bench.refusal(
                OrderCancelHandler(queue: bench.queue), OrderCancel(order: "1", reason: "no reason"))
            #expect(unreadable?.field == "/reason")
        }
    }

    @Test("a call without an answer is looked up before it is made again")
    func unknownOutcome() async throws {
        try await Self.bench { bench, _, isCancelled in
            bench.channel.on(.cancelOrder) { _ in
                isCancelled.value = 1
                throw ScriptedChannel.error(.outcomeUnknown, .cancelOrder)
            }
            _ = try await Self.ask(bench)
            try await bench.work()
            #expect(try await Self.state(bench)?.state == "wanted")
            try await bench.hurry()
            try await bench.work(until: { try await Self.state(bench)?.state == "accepted" })
            #expect(bench.channel.count(.cancelOrder) == 1)
        }
    }

    @Test("a buyer's own wish is granted instead of asked for again")
    func grant() async throws {
        try await Self.bench { bench, id, isCancelled in
            bench.channel.on(.getOrders) { _ in
                ["orders": [Bench.order("1", placed: 1_767_220_000, ["is_buyer_request_cancel": true])]]
            }
            bench.channel.on(.searchCancellations) { _ in
                ["cancellations": [["cancel_id": "4035", "order_id": "1"]]]
            }
            bench.channel.on(.approveCancellation) { call in
                #expect(call.path == ["4035"])
                #expect(call.query["idempotency_key"] == "cancel-\(id)")
                return [:] as [String: Any]
            }
            _ = try await Self.ask(bench)
            try await bench.work()
            #expect(try await Self.state(bench)?.state == "accepted")
            #expect(bench.channel.count(.cancelOrder) == 0)
        }
    }

    /// The channel's answer to an approval of a request that is gone is 25001001, an invalid request.
    @Test(
        "a buyer who withdraws while his wish is being granted leaves the person's own to be asked",
        arguments: [TikTokShopError.Kind.invalidRequest, .business, .notCancellable])
    func withdrawn(kind: TikTokShopError.Kind) async throws {
        try await Self.bench { bench, _, isCancelled in
            let isWithdrawn = Shown(0)
            bench.channel.on(.getOrders) { _ in
                let status = isCancelled.value == 1 ? "CANCELLED" : "AWAITING_SHIPMENT"
                let changes: [String: Any] = ["status": status, "is_buyer_request_cancel": isWithdrawn.value == 0]
                return ["orders": [Bench.order("1", placed: 1_767_220_000 + isCancelled.value, changes)]]
            }
            bench.channel.on(.searchCancellations) { _ in
                ["cancellations": [["cancel_id": "4035", "order_id": "1"]]]
            }
            bench.channel.on(.approveCancellation) { _ in
                isWithdrawn.value = 1
                throw ScriptedChannel.error(kind, .approveCancellation)
            }
            _ = try await Self.ask(bench)
            try await bench.work()
            try await bench.hurry()
            try await bench.work(until: { try await Self.state(bench)?.state != "wanted" })
            #expect(try await Self.state(bench)?.state == "accepted")
            #expect(bench.channel.count(.approveCancellation) == 1)
            #expect(bench.channel.count(.cancelOrder) == 1)
            #expect(try await Self.actions(bench) == ["orderCancelWanted", "orderCancelAccepted"])
        }
    }

    @Test("a buyer's wish that is there and cannot be granted in the last attempt is refused in the channel's words")
    func ungrantable() async throws {
        try await Self.bench { bench, _, _ in
            bench.channel.on(.getOrders) { _ in
                ["orders": [Bench.order("1", placed: 1_767_220_000, ["is_buyer_request_cancel": true])]]
            }
            bench.channel.on(.searchCancellations) { _ in
                ["cancellations": [["cancel_id": "4035", "order_id": "1"]]]
            }
            bench.channel.on(.approveCancellation) { _ in
                throw ScriptedChannel.error(.notCancellable, .approveCancellation, "not this one")
            }
            _ = try await Self.ask(bench)
            // The next one is the nineteenth of twenty.
            try await bench.database.run("UPDATE work SET attempt = 18")
            try await bench.work()
            #expect(try await Self.state(bench)?.state == "wanted")
            try await bench.hurry()
            try await bench.work(until: { try await Self.state(bench)?.state == "refused" })
            #expect(try await Self.state(bench)?.detail?.contains("not this one") == true)
            #expect(bench.channel.count(.approveCancellation) == 2)
            #expect(bench.channel.count(.cancelOrder) == 0)
        }
    }

    @Test(
        "what the channel says is the end of a wish",
        arguments: [
            (TikTokShopError.Kind.alreadyCancelled, "accepted"), (.orderCancelled, "accepted"),
            (.notCancellable, "refused"), (.alreadyShipped, "refused"), (.business, "refused"),
        ])
    func verdicts(kind: TikTokShopError.Kind, state: String) async throws {
        try await Self.bench { bench, _, _ in
            bench.channel.on(.cancelOrder) { _ in throw ScriptedChannel.error(kind, .cancelOrder) }
            _ = try await Self.ask(bench)
            try await bench.work()
            #expect(try await Self.state(bench)?.state == state)
            #expect(try await Self.actions(bench).count == 2)
        }
    }

    @Test("an order that the carrier has is refused without asking the channel; a foreign one does not exist")
    func refusedAtOnce() async throws {
        try await Self.bench { bench, _, _ in
            let handler = OrderCancelHandler(queue: bench.queue)
            let foreign = await bench.refusal(handler, OrderCancel(order: "1"), as: [Bench.otherTenant])
            #expect(foreign?.kind == .notFound)
            try await bench.database.run("UPDATE connections SET state = 'expired'")
            #expect(await bench.refusal(handler, OrderCancel(order: "1"))?.code == "notConnected")
            try await bench.database.run(
                "UPDATE orders SET snapshot = jsonb_set(snapshot, '{lines,0,units,handedOver}', '1')")
            let refusal = await bench.refusal(handler, OrderCancel(order: "1"))
            #expect(refusal?.code == "handedOver")
            #expect(refusal?.kind == .conflict)
            #expect(bench.channel.calls.isEmpty)
            #expect(try await bench.count("cancel_wishes") == 0)
        }
    }
}

extension Bench {
    /// Makes all work due now, whatever it waits for.
    func hurry() async throws {
        try await database.run("UPDATE work SET due_at = now() - interval '1 s'")
        try await database.run("UPDATE work_lines SET due_at = now() - interval '1 s', free_at = '-infinity'")
        try await database.run("UPDATE work_tenants SET turn_at = now() - interval '1 s'")
    }
}
