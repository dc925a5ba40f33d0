import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// What people do with stock by hand: asked through the broker, carried out under the role of requests.
@Suite(.timeLimit(.minutes(10))) struct ShelfTests {
    private func adjust(
        _ units: Int, reason: String = "counted", sku: SKUID = Names.shirt, at location: LocationID = Names.location
    ) -> StockAdjust {
        StockAdjust(sku: sku, location: location, units: units, reason: reason)
    }

    private func hold(_ units: Int, until: Instant? = nil, reason: String = "fair") -> StockHold {
        StockHold(sku: Names.shirt, location: Names.location, units: units, until: until, reason: reason)
    }

    @Test("an adjustment has a reason, is kept in the history, and can be taken back once")
    func adjustmentReasonKept() async throws {
        try await StockCounter.open { counter in
            let added = try await counter.ask(adjust(5, reason: " counted "))
            #expect(added.level.onHand == 5 && added.move.onHand == 5 && added.move.actor == "ann")
            let undo = StockUndo(move: added.move.move)
            let undone = try await counter.ask(undo, as: StockCounter.bob)
            #expect(undone.level.onHand == 0 && undone.move.onHand == -5 && undone.move.undoes == added.move.move)
            #expect(await counter.refused(undo) == ["conflict", "undoneAlready", "/move"])
            #expect(try await counter.room.level(Names.shirt) == [0, 0, 0])
            #expect(try await counter.room.discrepancies() == 0)
            let history = try await counter.ask(StockHistory(sku: Names.shirt)).moves
            #expect(history.map(\.kind) == ["undone", "adjusted"], "newest first")
            #expect(history.map(\.actor) == ["bob", "ann"] && history.map(\.reason) == ["counted", "counted"])
            #expect(history.map(\.isUndone) == [false, true])
            #expect(
                await counter.refused(StockUndo(move: undone.move.move)) == ["notFound", "unknownAdjustment", "/move"])
        }
    }

    @Test("the same wish under one idempotency key is carried out once and answered the same")
    func sameWishUnder() async throws {
        try await StockCounter.open { counter in
            let first = try await counter.ask(adjust(5), key: "k1")
            #expect(try await counter.ask(adjust(5), key: "k1") == first)
            #expect(try await counter.room.level(Names.shirt) == [5, 0, 0])
            #expect(
                await counter.refused(adjust(6), key: "k1") == ["conflict", "idempotencyKeyReused", "Idempotency-Key"])
            let held = try await counter.ask(hold(2), key: "k2")
            #expect(try await counter.ask(hold(2), key: "k2") == held)
            #expect(try await counter.room.level(Names.shirt) == [5, 0, 2])
            try await counter.ask(adjust(5), key: "k3")
            #expect(try await counter.room.level(Names.shirt) == [10, 0, 2], "another key is another wish")
            #expect(try await counter.events(ActionTaken.self, from: "test.actions", count: 3).count == 3)
        }
    }

    @Test("an adjustment below what is reserved is refused and names the orders")
    func adjustmentBelowReserved() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(5, of: Names.shirt)
            let id = OrderID.mint()
            try await counter.room.handle(OrderChangedHandler(), [order(id, lines: [line("shirt", open: 3)])])
            let refusal = await counter.refusal(adjust(-3))
            #expect(refusal?.kind == .conflict && refusal?.code == "belowReserved" && refusal?.field == "/units")
            #expect(refusal?.detail.contains(id.description) == true)
            let left = try await counter.ask(adjust(-2))
            #expect(left.level.onHand == 3 && left.level.reserved == 3 && left.level.available == 0)
            #expect(try await counter.room.level(Names.shirt) == [3, 3, 0])
        }
    }

    @Test("what makes no sense is refused by its field and changes nothing")
    func makesNoSense() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(5, of: Names.shirt)
            let endless = String(repeating: "x", count: 501)
            let towering = "a" + String(repeating: "\u{301}", count: 100_000)
            for units in [0, 100_000_001, -100_000_001, Int.min, Int.max] {
                #expect(await counter.refused(adjust(units)) == ["invalid", "outOfRange", "/units"], "\(units)")
            }
            for units in [0, -1, 100_000_001, Int.min] {
                #expect(await counter.refused(hold(units)) == ["invalid", "outOfRange", "/units"], "\(units)")
            }
            for reason in ["", " \n", endless, towering, "a\0b"] {
                #expect(await counter.refused(adjust(1, reason: reason)) == ["invalid", "outOfRange", "/reason"])
                #expect(await counter.refused(hold(1, reason: reason)) == ["invalid", "outOfRange", "/reason"])
            }
            for until in [Instant(seconds: 1), Instant(seconds: 99_999_999_999)] {
                #expect(await counter.refused(hold(1, until: until)) == ["invalid", "outOfRange", "/until"])
            }
            #expect(try await counter.room.level(Names.shirt) == [5, 0, 0])
            #expect(try await counter.room.count("moves") == 1, "the one that put them there")
        }
    }

    @Test("a place that does not exist, or is another tenant's, is refused")
    func placeNotExist() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(5, of: Names.shirt)
            #expect(await counter.refused(adjust(1), as: StockCounter.eve) == ["notFound", "unknownSKU", "/sku"])
            #expect(await counter.refused(adjust(1, sku: .mint())) == ["notFound", "unknownSKU", "/sku"])
            let nowhere = adjust(1, at: LocationID.mint())
            #expect(await counter.refused(nowhere) == ["notFound", "unknownLocation", "/location"])
            let made = try await counter.ask(adjust(1))
            let stolen = StockUndo(move: made.move.move)
            #expect(
                await counter.refused(stolen, as: StockCounter.eve) == ["notFound", "unknownAdjustment", "/move"])
            let held = try await counter.ask(hold(1))
            let freed = StockUnhold(hold: held.hold)
            #expect(await counter.refused(freed, as: StockCounter.eve) == ["notFound", "unknownHold", "/hold"])
            #expect(try await counter.room.level(Names.shirt) == [6, 0, 1])
        }
    }

    @Test("a rise tells where there is more, a fall does not, and both are in the log of actions")
    func riseTellsMore() async throws {
        try await StockCounter.open { counter in
            try await counter.ask(adjust(5))
            try await counter.ask(adjust(-1), as: StockCounter.bob)
            let changed = try await counter.events(StockChanged.self, from: "test.changed", count: 2)
            #expect(changed.sorted { $0.version < $1.version }.map(\.onHand) == [5, 4])
            #expect(changed.allSatisfy { $0.soldBy == nil && $0.sku == Names.shirt })
            let actions = try await counter.events(ActionTaken.self, from: "test.actions", count: 2)
            #expect(Set(actions.map(\.actor)) == ["ann", "bob"] && actions.allSatisfy { $0.action == "stockAdjusted" })
            #expect(
                Set(actions.map(\.sentence))
                    == Set([5, -1].map { "The stock of shirt was changed by \($0): counted" }))
            let risen = try await counter.events(StockRisen.self, from: "test.risen", count: 1)
            #expect(risen.first?.places == [.init(sku: Names.shirt, location: Names.location)])
        }
    }

    @Test("what is held no order gets, until it is given back")
    func heldNoOrder() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(5, of: Names.shirt)
            let held = try await counter.ask(hold(4))
            #expect(held.units == 4 && held.level.held == 4 && held.level.available == 1)
            let order = order(OrderID.mint(), lines: [line("shirt", open: 2)])
            try await counter.room.handle(OrderChangedHandler(), [order])
            #expect(try await counter.room.state(order.order) == "waiting")
            #expect(try await counter.room.level(Names.shirt) == [5, 0, 4])
            #expect(await counter.refused(hold(2)) == ["conflict", "belowReserved", "/units"])
            let back = try await counter.ask(StockUnhold(hold: held.hold))
            #expect(back.units == 0 && back.level.held == 0)
            #expect(try await counter.ask(StockUnhold(hold: held.hold)).units == 0, "given back already")
            try await eventually("who waited is served") { try await counter.room.state(order.order) == "reserved" }
            #expect(try await counter.room.level(Names.shirt) == [5, 2, 0])
            #expect(try await counter.room.discrepancies() == 0)
            #expect(try await counter.room.count("holds", "state = 'released'") == 1)
        }
    }

    @Test("a hold expires by itself, and not before its time")
    func holdExpiresItself() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(5, of: Names.shirt)
            let end = Instant(milliseconds: Instant(Date()).milliseconds + 3_000)
            let held = try await counter.ask(hold(4, until: end))
            let order = order(OrderID.mint(), lines: [line("shirt", open: 2)])
            try await counter.room.handle(OrderChangedHandler(), [order])
            try await eventually("who waited is served") { try await counter.room.state(order.order) == "reserved" }
            #expect(try await counter.room.level(Names.shirt) == [5, 2, 0])
            let inTime = try await counter.room.count(
                "moves", "kind = 'unheld' AND actor IS NULL AND at >= \(end.date)")
            #expect(inTime == 1, "ended by nobody, when its time had come")
            #expect(try await counter.room.count("holds", "state = 'expired'") == 1)
            #expect(try await counter.ask(StockUnhold(hold: held.hold)).units == 0, "nothing is left to give back")
            #expect(try await counter.room.count("work") == 0)
            #expect(try await counter.room.discrepancies() == 0)
        }
    }
}
