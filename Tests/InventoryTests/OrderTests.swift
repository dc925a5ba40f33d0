import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Orders on a real database: what is locked, written and told.
@Suite struct OrderTests {
    private let orders = OrderChangedHandler()
    private let waiting = StockRisenHandler()

    @Test("a batch reserves order after order until nothing is left")
    func batchReservesOrder() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let ids = (0..<4).map { _ in OrderID.mint() }
            let decisions = try await room.handle(orders, ids.map { order($0, lines: [line("shirt", open: 2)]) })
            #expect(try await room.level(Names.shirt) == [5, 4, 0], "two orders of 2 fit into 5")
            let states = try await ids.asyncMap { try await room.state($0) }
            #expect(states == ["reserved", "reserved", "waiting", "waiting"])
            #expect(decisions.map { $0.events(StockReserved.self).count } == [1, 1, 0, 0])
            #expect(decisions.summed(StockChanged.self).map(\.version) == [3], "told once: after both")
            let short = try #require(decisions[3].events(StockShort.self).first)
            #expect(short.isOversell && short.missing.map(\.units) == [1] && short.missing.map(\.code) == ["shirt"])
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("a version that is not above the known one does nothing, in whatever batch it comes")
    func versionNotAbove() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let id = OrderID.mint()
            let (first, second) = (
                order(id, version: 1, lines: [line("shirt", open: 2)]),
                order(id, version: 2, status: .cancelled, lines: [line("shirt", cancelled: 2)])
            )
            try await room.handle(orders, [second])
            try await room.handle(orders, [first])
            #expect(try await room.state(id) == "released")
            #expect(try await room.level(Names.shirt) == [5, 0, 0])
            let other = OrderID.mint()
            try await room.handle(
                orders,
                [order(other, version: 3, lines: [line("shirt", open: 1)])]
                    + [1, 3, 2].map {
                        order(other, version: $0, lines: [line("shirt", open: 4)])
                    })
            #expect(try await room.level(Names.shirt) == [5, 1, 0])
            #expect(try await room.count("moves", "order_id = \(other.uuid)") == 1)
        }
    }

    @Test("an order that an operator has decided anew is told of, also where nothing moves, and once")
    func reopened() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let (full, short) = (OrderID.mint(), OrderID.mint())
            let messages = [
                order(full, version: 2, lines: [line("shirt", open: 5)]),
                order(short, version: 2, lines: [line("shirt", open: 1)]),
            ]
            func told(_ messages: [OrderChanged]) async throws -> [Int] {
                let decisions = try await room.handle(orders, messages)
                return [
                    decisions.flatMap { $0.events(StockReserved.self) }.count,
                    decisions.flatMap { $0.events(StockShort.self) }.count,
                ]
            }
            #expect(try await told(messages) == [1, 1])
            #expect(try await told(messages) == [0, 0])
            try await room.database.run("UPDATE orders SET version = 1, is_reopened = true")
            #expect(try await told(messages) == [1, 1])
            let later = messages.map { message in
                var message = message
                message.version = 3
                return message
            }
            #expect(try await told(later) == [0, 0])
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("who waits is served by the time of payment, passing over those who do not fit")
    func waitsServedTime() async throws {
        try await StockRoom.lend { room in
            let (late, early, large) = (OrderID.mint(), OrderID.mint(), OrderID.mint())
            try await room.handle(
                orders,
                [
                    order(late, paid: 9, lines: [line("shirt", open: 2)]),
                    order(early, paid: 2, lines: [line("shirt", open: 2)]),
                    order(large, paid: 1, lines: [line("shirt", open: 7)]),
                ])
            try await room.put(3, of: Names.shirt)
            let decision = try await room.handle(waiting, [risen]).first
            #expect(try await room.state(early) == "reserved")
            #expect(try await room.state(late) == "waiting")
            #expect(try await room.state(large) == "waiting")
            #expect(decision?.events(StockReserved.self).map(\.order) == [early])
            try await room.put(8, of: Names.shirt)
            try await room.handle(waiting, [risen])
            #expect(try await room.state(large) == "reserved", "3 + 8 − 2 = 9: first 7, then 2")
            #expect(try await room.state(late) == "reserved")
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("what a cancelled order gives back goes to who has waited longest, before a newcomer")
    func cancelledOrderGives() async throws {
        try await StockRoom.lend { room in
            try await room.put(2, of: Names.shirt)
            let (first, waits, newcomer) = (OrderID.mint(), OrderID.mint(), OrderID.mint())
            try await room.handle(orders, [order(first, lines: [line("shirt", open: 2)])])
            try await room.handle(orders, [order(waits, paid: 5, lines: [line("shirt", open: 2)])])
            let cancelled = order(first, version: 2, status: .cancelled, lines: [line("shirt", cancelled: 2)])
            let decisions = try await room.handle(
                orders, [cancelled, order(newcomer, paid: 1, lines: [line("shirt", open: 1)])])
            #expect(decisions[0].events(StockReserved.self).map(\.order) == [waits])
            #expect(try await room.state(waits) == "reserved")
            #expect(try await room.state(newcomer) == "waiting")
            #expect(try await room.level(Names.shirt) == [2, 2, 0])
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("a long line is served in steps of a bounded size")
    func longLineServed() async throws {
        try await StockRoom.lend { room in
            let small = (0..<10).map { _ in OrderID.mint() }
            try await room.handle(orders, small.map { order($0, lines: [line("shirt", open: 1)]) })
            try await room.put(10, of: Names.shirt)
            var next = [risen]
            var steps = 0
            while !next.isEmpty && steps < 10 {
                next = try await room.handle(StockRisenHandler(limit: 4), next).flatMap { $0.events(StockRisen.self) }
                steps += 1
            }
            #expect(steps == 3, "4 + 4 + 2")
            #expect(try await room.level(Names.shirt) == [10, 10, 0])
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("what is released is told, and that there is more of it")
    func releasedToldMore() async throws {
        try await StockRoom.lend { room in
            try await room.put(3, of: Names.shirt)
            let id = OrderID.mint()
            try await room.handle(orders, [order(id, lines: [line("shirt", open: 3)])])
            let fewer = order(id, version: 2, lines: [line("shirt", open: 1, cancelled: 2)])
            let handled = try await room.handle(orders, [fewer])
            let decision = handled.first
            #expect(decision?.events(StockReleased.self).first?.lines.map(\.units) == [2])
            #expect(decision?.events(StockRisen.self).first?.places == risen.places)
            #expect(handled.summed(StockChanged.self).map(\.soldBy) == [nil], "no sale, so every listing is told")
        }
    }

    @Test("an order of an unmapped listing waits until the listing is mapped")
    func orderUnmappedListing() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let id = OrderID.mint()
            let decision = try await room.handle(orders, [order(id, lines: [line("new", open: 1)])]).first
            #expect(decision?.events(StockShort.self).first?.unmapped == ["new"])
            try await room.map("new", to: Names.shirt)
            let mapped = StockRisen(listings: [.init(shop: Names.shop, channelSKU: "new")])
            try await room.handle(waiting, [mapped])
            #expect(try await room.state(id) == "reserved")
            #expect(try await room.level(Names.shirt) == [5, 1, 0])
            #expect(try await room.count("unmapped_lines") == 0)
        }
    }

    @Test("what left before the connection moves nothing, and an unknown shop is waited for")
    func leftBeforeConnection() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let before = Instant(milliseconds: Names.connected.milliseconds - 1)
            let old = order(
                OrderID.mint(), status: .delivered, handedOverAt: before, lines: [line("shirt", handedOver: 1)])
            let new = order(OrderID.mint(), status: .inTransit, lines: [line("shirt", handedOver: 1)])
            let strange = order(OrderID.mint(), shop: Names.secondShop, lines: [line("shirt", handedOver: 1)])
            let decisions = try await room.handle(orders, [old, new, strange])
            #expect(try await room.level(Names.shirt) == [4, 0, 0])
            guard case .retry = decisions[2].outcome else {
                Issue.record("the shop is not known")
                return
            }
        }
    }

    @Test("an absurd quantity is refused and names its field")
    func absurdQuantityRefused() async throws {
        try await StockRoom.lend { room in
            let decision = try await room.handle(orders, [order(OrderID.mint(), lines: [line("shirt", open: -1)])])
                .first
            guard case .reject(_, let detail) = decision?.outcome else {
                Issue.record("it must be refused")
                return
            }
            #expect(detail == "lines[0].units.open")
        }
    }

    @Test("the database refuses to promise more than there is, whatever a program says")
    func databaseRefusesPromise() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            for change: SQL in ["reserved = 6", "held = 6", "on_hand = -1", "reserved = 3, held = 3", "reserved = -1"] {
                await #expect(throws: (any Error).self) {
                    try await room.database.run("UPDATE levels SET \(change)" as SQL)
                }
            }
        }
    }

    private var risen: StockRisen { StockRisen(places: [.init(sku: Names.shirt, location: Names.location)]) }
}

extension StockRoom {
    /// A listing of the shop that takes one unit of a SKU.
    func map(_ channelSKU: String, to sku: SKUID) async throws {
        try await database.run(
            """
            INSERT INTO listings (tenant_id, shop_id, channel_sku, channel_product, synced_at)
            VALUES (\(Names.tenant.uuid), \(Names.shop.uuid), \(channelSKU), 'product', now())
            """)
        try await database.run(
            """
            INSERT INTO components VALUES (\(Names.tenant.uuid), \(Names.shop.uuid), \(channelSKU), \(sku.uuid), 1)
            """)
    }
}

extension Sequence {
    /// As `map`, one after the other.
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
