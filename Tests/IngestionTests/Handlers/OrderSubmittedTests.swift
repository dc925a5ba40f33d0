import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Ingestion

struct OrderSubmittedTests {
    private func handler(_ bench: Bench) -> OrderSubmittedHandler {
        OrderSubmittedHandler(store: bench.desk.orders, buyerKey: bench.desk.buyerKey)
    }

    @Test("an order of a producer is accepted once; the newest of a batch is what is left")
    func accepts() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await WebhookReceivedTests.allow("acme", shop.tenant, shop.shop, bench)
            var shipped = SubmittedOrderTests.order(updated: 1_767_224_800)
            shipped.status = .inTransit
            shipped.lines[0].units = OrderLine.Units(handedOver: 2)
            let messages = [shipped, SubmittedOrderTests.order(), shipped].map { Self.message($0) }
            let outcomes = try await bench.handle(handler(bench), messages)
            #expect(outcomes.map(\.0) == [.done, .done, .done])
            #expect(outcomes.map { $0.1.map(\.name) } == [[OrderChanged.name, RecipientChanged.name], [], []])
            let row = try await bench.database.first(
                "SELECT tenant_id, shop_id, version, status FROM orders", as: (UUID, UUID, Int32, String).self)
            #expect(row?.0 == shop.tenant.uuid)
            #expect(row?.1 == shop.shop.uuid)
            #expect(row?.2 == 1)
            #expect(row?.3 == "inTransit")
            #expect(try await bench.count("order_events") == 1)
        }
    }

    @Test("the second batch continues from what the first has stored")
    func continues() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await WebhookReceivedTests.allow("acme", shop.tenant, nil, bench)
            _ = try await bench.handle(handler(bench), [Self.message(SubmittedOrderTests.order())])
            var moved = SubmittedOrderTests.order(updated: 1_767_224_900)
            moved.status = .cancelled
            moved.lines[0].units = .init(cancelled: 2)
            let outcomes = try await bench.handle(handler(bench), [Self.message(moved)])
            let change = try #require(outcomes.first?.1.first?.message as? OrderChanged)
            #expect(change.version == 2)
            #expect(change.previousStatus == .awaitingShipment)
            let log = try await bench.database.rows(
                "SELECT version, array_to_string(changed, ',') FROM order_events ORDER BY version",
                as: (Int32, String).self)
            #expect(log.map(\.0) == [1, 2])
            #expect(log.map(\.1) == ["first_seen", "status,lines"])
        }
    }

    @Test("a message that comes again under its producer's own id is not handled again")
    func foreignIDs() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await WebhookReceivedTests.allow("acme", shop.tenant, nil, bench)
            for _ in 0..<2 {
                let outcomes = try await bench.handle(
                    handler(bench), [Self.message(SubmittedOrderTests.order(), id: "order-1/rev-1")])
                #expect(outcomes.map(\.0) == [.done])
            }
            #expect(try await bench.count("producer_messages") == 1)
            #expect(try await bench.count("order_events") == 1)
        }
    }

    @Test("a producer without a right makes neither an order nor a place for one")
    func rights() async throws {
        try await Bench.run { bench in
            try await bench.connect()
            try await WebhookReceivedTests.allow("acme", Bench.otherTenant, nil, bench)
            let outcomes = try await bench.handle(handler(bench), [Self.message(SubmittedOrderTests.order())])
            #expect(
                outcomes.map(\.0) == [
                    .reject(reason: "the producer may not speak for this shop", detail: "channelShop of acme")
                ])
            #expect(try await bench.count("orders") == 0)
        }
    }

    @Test("a bad order is a failure that names the field; the others of its batch are not harmed")
    func faults() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await WebhookReceivedTests.allow("acme", shop.tenant, nil, bench)
            var bad = SubmittedOrderTests.order("O-2")
            bad.lines[0].units.open = -3
            let outcomes = try await bench.handle(
                handler(bench), [Self.message(bad), Self.message(SubmittedOrderTests.order("O-3"))])
            #expect(
                outcomes.map(\.0) == [
                    .reject(reason: "the order cannot be read", detail: "lines[0].units is not from 0 to 5000"), .done,
                ])
        }
    }

    @Test("another order under the same id is a failure that says what differs; at another shop it is its own order")
    func sameID() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await bench.connect("8888", openID: "open-2")
            try await WebhookReceivedTests.allow("acme", shop.tenant, nil, bench)
            var other = SubmittedOrderTests.order(updated: 1_767_224_999)
            other.placedAt = Instant(seconds: 1_767_221_001)
            var euros = SubmittedOrderTests.order(updated: 1_767_224_999)
            euros.currency = try #require(Currency("EUR"))
            var buyer = SubmittedOrderTests.order(updated: 1_767_224_999)
            buyer.buyer = "b-2"
            var elsewhere = other
            elsewhere.channelShop = "8888"
            let messages = [SubmittedOrderTests.order(), other, euros, buyer, elsewhere].map { Self.message($0) }
            let outcomes = try await bench.handle(handler(bench), messages).map(\.0)
            let refusals = ["placedAt", "currency", "buyer"].map { field in
                Outcome.reject(
                    reason: "another order has this id", detail: "\(field) is not that of the order known by it")
            }
            let expected: [Outcome] = [.done] + refusals + [.done]
            #expect(outcomes == expected)
            #expect(try await bench.count("order_events") == 2)
            // The same holds against what was stored before the batch.
            #expect(try await bench.handle(handler(bench), [Self.message(other)]).map(\.0) == [refusals[0]])
        }
    }

    @Test("goods that have left are not told as open again; what is told late, a cancel and a refill are taken")
    func departed() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await WebhookReceivedTests.allow("acme", shop.tenant, nil, bench)
            func order(_ later: Int64, _ status: OrderStatus, _ units: OrderLine.Units) -> OrderSubmitted {
                var order = SubmittedOrderTests.order(updated: 1_767_224_900 + later)
                order.status = status
                order.lines[0].units = units
                return order
            }
            let orders = [
                order(1, .inTransit, .init(handedOver: 2)),
                order(2, .awaitingShipment, .init(open: 2)),
                order(0, .awaitingShipment, .init(open: 2)),
                order(3, .partiallyShipping, .init(open: 1, handedOver: 2)),
                order(4, .partiallyShipping, .init(open: 2, handedOver: 1)),
                order(5, .cancelled, .init(cancelled: 3)),
            ]
            let outcomes = try await bench.handle(handler(bench), orders.map { Self.message($0) }).map(\.0)
            let refused = Outcome.reject(
                reason: "goods that have left are told as open again", detail: "channelSKU S-1")
            #expect(outcomes == [.done, refused, .done, .done, refused, .done])
        }
    }

    @Test("ids that are none are refused before anything is looked up by them")
    func badIDs() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await WebhookReceivedTests.allow("acme", shop.tenant, nil, bench)
            var noShop = SubmittedOrderTests.order()
            noShop.channelShop = "74\u{0}95"
            let long = SubmittedOrderTests.order(String(repeating: "9", count: 65))
            let null = SubmittedOrderTests.order("a\u{0}b")
            let outcomes = try await bench.handle(handler(bench), [noShop, long, null].map { Self.message($0) })
            let expected = ["channelShop", "channelOrder", "channelOrder"].map {
                Outcome.reject(reason: "the order cannot be read", detail: "\($0) is no id")
            }
            #expect(outcomes.map(\.0) == expected)
            #expect(try await bench.count("orders") == 0)
        }
    }

    @Test("the log of an order can be added to and nothing else")
    func immutable() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await WebhookReceivedTests.allow("acme", shop.tenant, nil, bench)
            _ = try await bench.handle(handler(bench), [Self.message(SubmittedOrderTests.order())])
            await #expect(throws: PostgresError.self) {
                try await bench.database.run("UPDATE order_events SET source = 'x'")
            }
            await #expect(throws: PostgresError.self) { try await bench.database.run("DELETE FROM order_events") }
            #expect(try await bench.count("order_events") == 1)
        }
    }

    @Test("a recipient lies sealed, and is read back")
    func sealed() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await WebhookReceivedTests.allow("acme", shop.tenant, nil, bench)
            _ = try await bench.handle(handler(bench), [Self.message(SubmittedOrderTests.order())])
            let sealed = try await bench.database.first("SELECT sealed FROM recipients", as: [UInt8].self)
            #expect(Data(sealed ?? []).range(of: Data("Ana".utf8)) == nil)
            var pipeline = Pipeline()
            let key = OrderKey(tenant: shop.tenant, shop: shop.shop, channelOrder: "O-1")
            let loaded = bench.desk.orders.load([key], &pipeline)
            try await bench.database.send(pipeline)
            #expect(try loaded.orders()[key]?.recipient?.recipient?.fullName == "Ana Demo")
        }
    }

    private static func message(
        _ order: OrderSubmitted, user: String = "acme", id: String? = nil
    ) -> Received<OrderSubmitted> {
        Received(Metadata(name: OrderSubmitted.name, subject: id, user: user), order)
    }
}
