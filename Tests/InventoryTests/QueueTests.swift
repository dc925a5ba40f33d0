import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Who comes while others wait: whatever makes stock rise, those who have waited longer have it first.
@Suite struct QueueTests {
    private let orders = OrderChangedHandler()
    private let waiting = StockRisenHandler()

    /// Orders of so many shirts each, paid a minute apart, in messages one by one or all at once.
    private func sell(
        _ units: [Int], from minute: Int64, atOnce: Bool = true, _ room: StockRoom
    ) async throws -> (ids: [OrderID], risen: [StockRisen]) {
        let messages = units.enumerated().map { place, units in
            order(.mint(), paid: minute + Int64(place), lines: [line("shirt", open: units)])
        }
        var risen: [StockRisen] = []
        for batch in atOnce ? [messages] : messages.map({ [$0] }) {
            risen += try await room.handle(orders, batch).summed(StockRisen.self)
        }
        return (messages.map(\.order), risen)
    }

    private func states(_ ids: [OrderID], _ room: StockRoom) async throws -> [String?] {
        try await ids.asyncMap { try await room.state($0) }
    }

    @Test(
        "what was added by hand is for those who have waited, not for those who come before they are served",
        arguments: [true, false])
    func addedHandWaited(
        atOnce: Bool
    ) async throws {
        try await StockRoom.lend { room in
            try await room.put(0, of: Names.shirt)
            let first = try await sell(Array(repeating: 1, count: 50), from: 0, room)
            #expect(first.risen.isEmpty, "nothing is there that anybody could have")
            try await room.put(50, of: Names.shirt)
            let late = try await sell(Array(repeating: 1, count: 60), from: 100, atOnce: atOnce, room)
            #expect(try await room.level(Names.shirt) == [50, 0, 0], "all of it is spoken for")
            #expect(late.risen.count == (atOnce ? 1 : 60), "told once for a batch")
            try await room.handle(waiting, Array(late.risen.prefix(1)))
            #expect(Set(try await states(first.ids, room)) == ["reserved"])
            #expect(Set(try await states(late.ids, room)) == ["waiting"])
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("who comes later has what those who wait leave, and passes over who does not fit")
    func comesLaterWait() async throws {
        try await StockRoom.lend { room in
            try await room.put(0, of: Names.shirt)
            let first = try await sell([3, 9], from: 0, room)
            try await room.put(5, of: Names.shirt)
            let late = try await sell([2, 1], from: 10, room)
            // Of 5 the first has 3 to come, 9 do not fit; the next may have the other 2, and nothing is left.
            #expect(try await states(late.ids, room) == ["reserved", "waiting"])
            #expect(late.risen.map(\.places.count) == [1])
            try await room.handle(waiting, late.risen)
            #expect(try await states(first.ids + late.ids, room) == ["reserved", "waiting", "reserved", "waiting"])
            #expect(try await room.level(Names.shirt) == [5, 5, 0])
        }
    }

    @Test("who has paid earlier is not behind those who only came earlier")
    func paidEarlierNot() async throws {
        try await StockRoom.lend { room in
            try await room.put(0, of: Names.shirt)
            let first = try await sell([1], from: 10, room)
            try await room.put(1, of: Names.shirt)
            let earlier = try await sell([1], from: 5, room)
            #expect(try await states(earlier.ids + first.ids, room) == ["reserved", "waiting"])
        }
    }

    @Test("who waits for something else as well holds nobody up")
    func waitsSomethingElse() async throws {
        try await StockRoom.lend { room in
            try await room.put(0, of: Names.shirt)
            let box = order(.mint(), paid: 0, lines: [line("gift box", open: 1)])
            let strange = order(.mint(), paid: 1, lines: [line("shirt", open: 1), line("unknown", open: 1)])
            try await room.handle(orders, [box, strange])
            try await room.put(1, of: Names.shirt)
            let late = try await sell([1], from: 10, room)
            #expect(try await states(late.ids, room) == ["reserved"], "there are no mugs for the box")
            #expect(try await states([box.order, strange.order], room) == ["waiting", "waiting"])
        }
    }

    /// The listing of the first figures is described after it was sold.
    @Test("who has waited for a listing to be mapped comes first as well")
    func waitedListingMapped() async throws {
        try await StockRoom.lend { room in
            let first = order(.mint(), paid: 0, lines: [line("new", open: 2)])
            try await room.handle(orders, [first])
            try await room.map("new", to: Names.shirt)
            try await room.put(2, of: Names.shirt)
            let late = try await sell([1], from: 10, room)
            #expect(try await states(late.ids, room) == ["waiting"])
            try await room.handle(waiting, [StockRisen(listings: [.init(shop: Names.shop, channelSKU: "new")])])
            #expect(try await states([first.order] + late.ids, room) == ["reserved", "waiting"])
        }
    }

    @Test("those whom a cancel serves are not overtaken by those who come in the same batch")
    func whomCancelServes() async throws {
        try await StockRoom.lend { room in
            try await room.put(100, of: Names.shirt)
            let large = order(.mint(), lines: [line("shirt", open: 100)])
            try await room.handle(orders, [large])
            let first = try await sell(Array(repeating: 1, count: 80), from: 1, room)
            let cancelled = order(large.order, version: 2, status: .cancelled, lines: [line("shirt", cancelled: 100)])
            let late = (0..<40).map { order(.mint(), paid: 100 + Int64($0), lines: [line("shirt", open: 1)]) }
            let handled = try await room.handle(orders, [cancelled] + late)
            // 50 are served with the cancel, 30 wait for the next step: of 100 units 20 are left for newcomers.
            #expect(try await room.level(Names.shirt) == [100, 70, 0], "50 + 20")
            let risen = handled.flatMap { $0.events(StockRisen.self) } + handled.summed(StockRisen.self)
            try await room.handle(waiting, risen)
            #expect(Set(try await states(first.ids, room)) == ["reserved"])
            let states = try await states(late.map(\.order), room)
            #expect(states.filter { $0 == "reserved" }.count == 20 && states.prefix(20).allSatisfy { $0 == "reserved" })
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("those who are too many to be named have their share as well")
    func manyNamedShare() {
        let level = LevelKey(tenant: Names.tenant, sku: Names.shirt, location: Names.location)
        func key(_ number: UInt8) -> OrderKey { OrderKey(tenant: level.tenant, order: OrderID(Names.id(number))) }
        func order(_ number: UInt8, _ turn: Int64) -> StockOrder {
            StockOrder(key: key(number), shop: Names.shop, turn: Instant(milliseconds: turn))
        }
        let line = WaitingLine(
            places: [
                .init(order: key(1), turn: Instant(milliseconds: 1), units: 4),
                .init(order: key(2), turn: Instant(milliseconds: 3), units: 7),
            ], units: 20)
        func claimed(_ turn: Int64, free: Int, served: Set<UInt8> = []) -> Int {
            line.claimed(before: order(9, turn), free: free) { served.map(key).contains($0) }
        }
        #expect(claimed(0, free: 100) == 0)
        #expect(claimed(2, free: 100) == 4)
        #expect(claimed(3, free: 100) == 20, "of the same moment; the lower id is first")
        #expect(claimed(4, free: 100) == 20, "4 + 7 + 9 of others")
        #expect(claimed(4, free: 100, served: [1]) == 16)
        #expect(claimed(4, free: 10) == 10, "4, then 7 do not fit, and others may have 6")
        #expect(claimed(4, free: -1) == 0)
    }
}
