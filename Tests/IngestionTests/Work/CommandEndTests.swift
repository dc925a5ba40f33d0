import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Ingestion
@testable import TikTokShop

/// A command is answered whatever happens: who gave it waits for the answer and for nothing else.
struct CommandEndTests {
    /// Gives one command of each kind, about an order and a product that are known here.
    private static func command(_ bench: Bench) async throws {
        let shop = try await bench.connect()
        bench.channel.on(.getOrders) { _ in ["orders": [Bench.order("1", placed: 1_767_220_000)]] }
        _ = try await bench.orders([Bench.order("1", placed: 1_767_220_000)], of: shop)
        try await wantAll(bench, shop)
    }

    private static func wantAll(_ bench: Bench, _ shop: Ingestion.Connection) async throws {
        let tenant = shop.tenant
        let ship = OrderShip(
            shipment: .mint(), order: .mint(), shop: shop.shop, channelOrder: "1", carrier: "usps",
            tracking: "1ZDEMO0001")
        let fix = TrackingFix(
            shipment: .mint(), order: .mint(), shop: shop.shop, channelOrder: "1", channelPackage: "1153",
            carrier: "usps", tracking: "1ZDEMO0002")
        _ = try await bench.handle(
            OrderShipHandler(queue: bench.queue), [Received(Metadata(name: OrderShip.name, tenant: tenant), ship)])
        _ = try await bench.handle(
            TrackingFixHandler(queue: bench.queue), [Received(Metadata(name: TrackingFix.name, tenant: tenant), fix)])
        _ = try await bench.handle(
            ChannelStockSetHandler(queue: bench.queue), [CommandWorkTests.wish(shop, sequence: 1, limit: 4, own: 0)])
        _ = try await bench.ask(OrderCancelHandler(queue: bench.queue), OrderCancel(order: "1"))
    }

    /// The reasons of what was refused to ship and to correct, the refusals of stock, and the cancel as people see it.
    private static func answers(_ bench: Bench) async throws -> [String] {
        let refused = try await bench.sent(OrderShipRefused.self).map(\.reason)
        let told = try await bench.sent(ChannelStockTold.self).flatMap(\.levels).compactMap(\.refusal)
        let cancel = try await bench.ask(OrderGetHandler(), OrderGet(order: "1")).cancel
        return refused + told.map { _ in "stock" } + (cancel?.state == "refused" ? ["cancel"] : [])
    }

    @Test("what the seller has not granted is the answer to each command, and stands at the connection")
    func scopeMissing() async throws {
        try await Bench.run { bench in
            try await Self.command(bench)
            bench.channel.on(.shippingProviders) { _ in ["shipping_providers": [["id": "71", "name": "USPS"]]] }
            for endpoint in [Endpoint.markShipped, .updatePackageShipping, .searchInventory, .eligibility] {
                bench.channel.on(endpoint) { _ in throw ScriptedChannel.error(.scopeMissing, endpoint) }
            }
            try await bench.work()
            #expect(try await Self.answers(bench) == ["scopeMissing", "scopeMissing", "stock", "cancel"])
            #expect(try await bench.count("work") == 0, "nobody has to look for what failed")
            let refused = try await bench.sent(OrderShipRefused.self)
            #expect(refused.allSatisfy { $0.detail.contains("seller.fulfillment.basic") })
            let told = try await bench.sent(ChannelStockTold.self).flatMap(\.levels).first
            #expect(told?.refusal?.contains(Endpoint.searchInventory.scope.rawValue) == true)
            let cancel = try await bench.ask(OrderGetHandler(), OrderGet(order: "1")).cancel
            #expect(cancel?.detail?.contains("seller.return_refund.basic") == true)
            #expect(try await bench.database.first("SELECT trouble IS NOT NULL FROM accounts", as: Bool.self) == true)
            // The permission is there: one may wish again.
            bench.channel.on(.eligibility) { _ in ["sku_eligibility": [] as [Any]] }
            bench.channel.on(.cancelOrder) { _ in ["cancel_id": "4035"] }
            _ = try await bench.ask(OrderCancelHandler(queue: bench.queue), OrderCancel(order: "1"))
            try await bench.work()
            #expect(try await bench.ask(OrderGetHandler(), OrderGet(order: "1")).cancel?.state == "accepted")
        }
    }

    @Test("the last attempt that fails is an answer, the one before it is none")
    func exhausted() async throws {
        try await Bench.run { bench in
            try await Self.command(bench)
            for endpoint in [Endpoint.getOrders, .searchInventory] {
                bench.channel.on(endpoint) { _ in throw ScriptedChannel.error(.malformedAnswer, endpoint, "no sense") }
            }
            // The next one is the nineteenth of twenty.
            try await bench.database.run("UPDATE work SET attempt = 18")
            try await bench.work()
            #expect(try await Self.answers(bench).isEmpty)
            #expect(try await bench.count("work") == 4)
            // That four calls failed may have made the queue careful.
            try await bench.database.run("DELETE FROM work_breakers")
            try await bench.hurry()
            try await bench.work(until: { try await Self.answers(bench).count == 4 })
            #expect(try await Self.answers(bench) == ["givenUp", "givenUp", "stock", "cancel"])
            let detail = try await bench.sent(OrderShipRefused.self).first?.detail
            #expect(detail?.hasPrefix("it was tried 20 times; the last time: ") == true)
            #expect(try await bench.count("work") == 0)
        }
    }

    @Test("a channel that does not answer is waited for, behind the last attempt too")
    func outage() async throws {
        try await Bench.run { bench in
            try await Self.command(bench)
            for endpoint in [Endpoint.getOrders, .searchInventory] {
                bench.channel.on(endpoint) { _ in throw ScriptedChannel.error(.transient, endpoint, "out of order") }
            }
            try await bench.database.run("UPDATE work SET attempt = 19")
            try await bench.work()
            #expect(try await Self.answers(bench).isEmpty)
            let open = "SELECT count(*) FROM work WHERE state IN ('waiting', 'ready')"
            #expect(try await bench.database.first(SQL(unsafe: open), as: Int.self) == 4)
        }
    }

    @Test("a command whose worker died in the last attempt is answered without another one")
    func died() async throws {
        try await Bench.run { bench in
            try await Self.command(bench)
            let calls = bench.channel.calls.count
            // Their twentieth lease ended without a word, and was taken over: the queue gives out one more.
            let kinds: [any WorkKind.Type] = [ShipOrder.self, FixTracking.self, SetStock.self, CancelOrders.self]
            #expect(kinds.allSatisfy { $0.limits.attempts == 21 })
            try await bench.database.run("UPDATE work SET attempt = 20")
            try await bench.work(until: { try await Self.answers(bench).count == 4 })
            #expect(try await Self.answers(bench) == ["givenUp", "givenUp", "stock", "cancel"])
            #expect(bench.channel.calls.count == calls)
            #expect(try await bench.count("work") == 0)
        }
    }

    @Test("a listing that may be off sale stays known as such when the last attempt fails behind the call")
    func leaving() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let wish = CommandWorkTests.wish(shop, sequence: 1, limit: 4, own: 0)
            _ = try await bench.handle(ChannelStockSetHandler(queue: bench.queue), [wish])
            try await bench.database.run("UPDATE stock_wishes SET is_leaving = true, owed = '{11/W}'")
            bench.channel.on(.searchInventory) { _ in throw ScriptedChannel.error(.malformedAnswer, .searchInventory) }
            try await bench.database.run("UPDATE work SET attempt = 19")
            try await bench.work()
            let state = try await bench.database.first(
                "SELECT told_sequence, is_leaving, owed FROM stock_wishes", as: (Int64, Bool, [String]).self)
            #expect(state?.0 == 1 && state?.1 == true && state?.2 == ["11/W"])
        }
    }

    @Test("a wish to cancel whose work has failed is done when it is wished again")
    func again() async throws {
        try await Bench.run { bench in
            try await Self.command(bench)
            bench.channel.on(.eligibility) { _ in ["sku_eligibility": [] as [Any]] }
            bench.channel.on(.cancelOrder) { _ in ["cancel_id": "4035"] }
            // As it was left behind before each command had an end.
            try await bench.database.run("DELETE FROM work WHERE kind <> 'order.cancel'")
            try await bench.database.run("UPDATE work SET state = 'failed', attempt = 20")
            let reply = try await bench.ask(OrderCancelHandler(queue: bench.queue), OrderCancel(order: "1"))
            #expect(reply.state == "wanted")
            try await bench.work()
            #expect(try await bench.ask(OrderGetHandler(), OrderGet(order: "1")).cancel?.state == "accepted")
        }
    }
}
