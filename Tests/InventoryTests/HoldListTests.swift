import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Lists of what is set aside, of who waits, and of what is low or lies somewhere.
@Suite(.timeLimit(.minutes(10))) struct HoldListTests {
    private func hold(_ units: Int, until: Instant? = nil, reason: String = "fair", sku: SKUID = Names.shirt)
        -> StockHold
    {
        StockHold(sku: sku, location: Names.location, units: units, until: until, reason: reason)
    }

    @Test("holds are listed newest first until they end, to their own brand alone")
    func holdsListedNewest() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(9, of: Names.shirt)
            try await counter.room.put(9, of: Names.mug)
            let end = Instant(milliseconds: Instant(Date()).milliseconds + 3_600_000)
            let first = try await counter.ask(hold(1, reason: " photo\n"))
            let second = try await counter.ask(hold(2, until: end), as: StockCounter.bob)
            let third = try await counter.ask(hold(3, sku: Names.mug))
            let all = try await counter.ask(HoldList()).holds
            #expect(all.map(\.hold) == [third.hold, second.hold, first.hold])
            #expect(all.map(\.units) == [3, 2, 1] && all.map(\.code) == ["mug", "shirt", "shirt"])
            #expect(all.map(\.actor) == ["ann", "bob", "ann"] && all.map(\.reason) == ["fair", "fair", "photo"])
            #expect(all.map(\.until) == [nil, end, nil])
            let page = try await counter.ask(HoldList(limit: 2))
            #expect(try await counter.ask(HoldList(cursor: page.next, limit: 2)).holds.map(\.hold) == [first.hold])
            #expect(try await counter.ask(HoldList(sku: Names.shirt)).holds.count == 2)
            #expect(try await counter.ask(HoldList(location: .mint())).holds.isEmpty)
            try await counter.ask(StockUnhold(hold: second.hold))
            #expect(try await counter.ask(HoldList()).holds.map(\.hold) == [third.hold, first.hold])
            #expect(try await counter.ask(HoldList(), as: StockCounter.eve).holds.isEmpty)
            #expect(try await counter.ask(HoldList(cursor: page.next), as: StockCounter.eve).holds.isEmpty)
            #expect(await counter.refused(HoldList(cursor: "stock1.x")) == ["invalid", "unknownCursor", "/cursor"])
            #expect(await counter.refused(HoldList(limit: 201)) == ["invalid", "outOfRange", "/limit"])
        }
    }

    @Test("who waits is listed in the order of payment, with what is wanted and what is unmapped")
    func waitsListedOrder() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(1, of: Names.shirt)
            let (late, early, odd) = (OrderID.mint(), OrderID.mint(), OrderID.mint())
            try await counter.room.handle(
                OrderChangedHandler(),
                [
                    order(late, paid: 9, lines: [line("shirt", open: 2)]),
                    order(early, paid: 3, lines: [line("gift box", open: 1)]),
                    order(odd, shop: Names.secondShop, paid: 5, lines: [line("?", open: 1)]),
                    order(OrderID.mint(), paid: 4, lines: [line("shirt", open: 1)]),
                ])
            let all = try await counter.ask(WaitingList()).orders
            #expect(all.map(\.order) == [early, odd, late])
            #expect(all.map { $0.needs.map(\.code) } == [["mug", "shirt"], [], ["shirt"]])
            #expect(all.map(\.unmapped) == [[], ["?"], []])
            let page = try await counter.ask(WaitingList(limit: 1))
            #expect(try await counter.ask(WaitingList(cursor: page.next)).orders.map(\.order) == [odd, late])
            #expect(try await counter.ask(WaitingList(sku: Names.mug)).orders.map(\.order) == [early])
            #expect(try await counter.ask(WaitingList(shop: Names.secondShop)).orders.map(\.order) == [odd])
            #expect(try await counter.ask(WaitingList(), as: StockCounter.eve).orders.isEmpty)
            let wrong = await counter.refused(WaitingList(cursor: "holds1.x"))
            #expect(wrong == ["invalid", "unknownCursor", "/cursor"])
        }
    }

    @Test("levels are found by their place, and by being low")
    func levelsFoundPlace() async throws {
        try await StockCounter.open { counter in
            let west = LocationID.mint()
            try await counter.room.database.run(
                "INSERT INTO locations VALUES (\(Names.tenant.uuid), \(west.uuid), 'West', false)")
            try await counter.room.put(5, of: Names.shirt)
            try await counter.room.put(5, of: Names.mug)
            try await counter.ask(StockAdjust(sku: Names.shirt, location: west, units: 2, reason: "moved"))
            func codes(_ question: StockList) async throws -> [String] {
                try await counter.ask(question).levels.map { "\($0.code) \($0.locationName)" }
            }
            #expect(try await codes(StockList()).count == 3)
            #expect(try await codes(StockList(location: west)) == ["shirt West"])
            #expect(try await codes(StockList(location: Names.location)) == ["mug Main", "shirt Main"])
            #expect(try await codes(StockList(location: .mint())).isEmpty)
            #expect(try await codes(StockList(isLow: true)).isEmpty)
            try await counter.ask(StockAdjust(sku: Names.mug, location: Names.location, units: -5, reason: "gone"))
            try await eventually("none left is low") { try await codes(StockList(isLow: true)) == ["mug Main"] }
            #expect(try await codes(StockList(location: west, isLow: true)).isEmpty)
            #expect(try await counter.ask(StockList(isLow: true), as: StockCounter.eve).levels.isEmpty)
        }
    }
}
