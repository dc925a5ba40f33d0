import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Inventory

/// What people do with stock by hand, on a real database.
@Suite struct ShelfTests {
    private func adjust(_ units: Int, id: UUID = .v7(), reason: String = "counted") -> StockAdjust {
        StockAdjust(
            move: id, sku: Names.shirt, location: Names.location, units: units, reason: reason, actor: "ann")
    }

    private func hold(_ units: Int, id: UUID, until: Instant? = nil) -> StockHold {
        StockHold(
            hold: id, sku: Names.shirt, location: Names.location, units: units, until: until, reason: "fair",
            actor: "ann")
    }

    @Test func `an adjustment has a reason, is kept in the history, and can be taken back once`() async throws {
        try await StockRoom.lend { room in
            let id = UUID.v7()
            try await room.handle(StockAdjustHandler(), [adjust(5, id: id)])
            try await room.handle(StockAdjustHandler(), [adjust(5, id: id)])
            #expect(try await room.level(Names.shirt) == [5, 0, 0], "the same change twice is one change")
            let undo = StockUndo(move: id, actor: "bob")
            let decisions = try await room.handle(StockUndoHandler(), [undo, undo])
            #expect(try await room.level(Names.shirt) == [0, 0, 0])
            #expect(try await room.discrepancies() == 0)
            #expect(decisions[1].events(StockRefused.self).map(\.reason) == ["undoneAlready"])
            let history = try await room.database.rows(
                "SELECT kind, actor, reason FROM moves ORDER BY move_id", as: (String, String, String).self)
            #expect(
                history.map { [$0.0, $0.1, $0.2] } == [["adjusted", "ann", "counted"], ["undone", "bob", "counted"]])
        }
    }

    @Test func `an adjustment below what is reserved is refused and names the orders`() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let id = OrderID.mint()
            try await room.handle(OrderChangedHandler(), [order(id, lines: [line("shirt", open: 3)])])
            let refused = try await room.handle(StockAdjustHandler(), [adjust(-3)]).first?.events(StockRefused.self)
            #expect(refused?.map(\.reason) == ["belowReserved"] && refused?.first?.orders == [id])
            try await room.handle(StockAdjustHandler(), [adjust(-2)])
            #expect(try await room.level(Names.shirt) == [3, 3, 0])
        }
    }

    @Test(arguments: [
        (0, "counted", "absurd"), (1, "", "reasonMissing"), (100_000_001, "x", "absurd"), (Int.min, "x", "absurd"),
    ])
    func `an adjustment that makes no sense is refused`(units: Int, reason: String, word: String) async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let decision = try await room.handle(StockAdjustHandler(), [adjust(units, reason: reason)]).first
            #expect(decision?.events(StockRefused.self).map(\.reason) == [word])
            #expect(try await room.level(Names.shirt) == [5, 0, 0])
        }
    }

    @Test func `a place that does not exist, or is another tenant's, is refused`() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let decision = try await room.handle(StockAdjustHandler(), [adjust(1)], tenant: Names.other).first
            #expect(decision?.events(StockRefused.self).map(\.reason) == ["unknownPlace"])
            let undo = try await room.database.first("SELECT move_id FROM moves", as: UUID.self)
            let stolen = StockUndo(move: try #require(undo), actor: "eve")
            let refused = try await room.handle(StockUndoHandler(), [stolen], tenant: Names.other).first
            #expect(refused?.events(StockRefused.self).map(\.reason) == ["unknownMove"])
        }
    }

    @Test func `a rise tells where there is more, a fall does not`() async throws {
        try await StockRoom.lend { room in
            let decisions = try await room.handle(StockAdjustHandler(), [adjust(5), adjust(-1)])
            #expect(decisions.map { $0.events(StockRisen.self).count } == [1, 0])
            #expect(decisions.map { $0.events(StockChanged.self).map(\.version) } == [[1], [2]])
        }
    }

    @Test func `what is held no order gets, until it is given back`() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let id = UUID.v7()
            try await room.handle(StockHoldHandler(), [hold(4, id: id), hold(4, id: id)])
            let order = order(OrderID.mint(), lines: [line("shirt", open: 2)])
            try await room.handle(OrderChangedHandler(), [order])
            #expect(try await room.state(order.order) == "waiting")
            #expect(try await room.level(Names.shirt) == [5, 0, 4])
            let refused = try await room.handle(StockHoldHandler(), [hold(2, id: .v7())]).first
            #expect(refused?.events(StockRefused.self).map(\.reason) == ["belowReserved"])
            let back = StockUnhold(hold: id, actor: "ann")
            let decisions = try await room.handle(StockUnholdHandler(), [back, back])
            try await room.handle(StockRisenHandler(), decisions.flatMap { $0.events(StockRisen.self) })
            #expect(try await room.state(order.order) == "reserved")
            #expect(try await room.level(Names.shirt) == [5, 2, 0])
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test func `a hold expires by itself, and not before its time`() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            let id = UUID.v7()
            let end = Instant(seconds: 2_000_000_000)
            let held = try await room.handle(StockHoldHandler(), [hold(4, id: id, until: end)]).first
            let expiry = try #require(held?.events(StockUnhold.self).first)
            let early = StockUnholdHandler { Instant(milliseconds: end.milliseconds - 1_500) }
            let decision = try await room.handle(early, [expiry]).first
            guard case .retry(let pause, _) = decision?.outcome else {
                Issue.record("it is too early")
                return
            }
            #expect(pause == .milliseconds(1_500))
            try await room.handle(StockUnholdHandler { end }, [expiry])
            #expect(try await room.level(Names.shirt) == [5, 0, 0])
            #expect(try await room.count("holds", "state = 'expired'") == 1)
        }
    }

    @Test func `goods that came back are restocked or scrapped, never more than were returned`() async throws {
        try await StockRoom.lend { room in
            try await room.put(5, of: Names.shirt)
            try await room.put(10, of: Names.mug)
            let id = OrderID.mint()
            try await room.handle(
                OrderChangedHandler(), [order(id, status: .delivered, lines: [line("gift box", handedOver: 3)])])
            #expect(try await room.level(Names.mug) == [4, 0, 0], "10 − 3 × 2")
            try await room.handle(
                ReturnChangedHandler(), [returned(id, version: 2, units: 3), returned(id, version: 1, units: 9)])
            #expect(try await room.level(Names.mug) == [4, 0, 0], "nobody has looked at it yet")
            try await room.handle(ReturnInspectHandler(), [inspect(restocked: 1, scrapped: 1)])
            #expect(try await room.level(Names.shirt) == [3, 0, 0], "5 − 3 + 1")
            #expect(try await room.level(Names.mug) == [6, 0, 0], "4 + 2")
            let refused = try await room.handle(ReturnInspectHandler(), [inspect(restocked: 1, scrapped: 1)]).first
            #expect(refused?.events(StockRefused.self).map(\.reason) == ["tooMany"])
            let rest = try await room.handle(ReturnInspectHandler(), [inspect(restocked: 1, scrapped: 0)]).first
            #expect(rest?.events(StockRisen.self).count == 2)
            #expect(try await room.level(Names.mug) == [8, 0, 0])
            #expect(try await room.discrepancies() == 0)
            #expect(try await room.count("moves", "kind = 'scrapped'") == 2)
        }
    }

    private func returned(_ order: OrderID, version: Int, units: Int) -> ReturnChanged {
        ReturnChanged(
            channelReturn: "r1", version: version, order: order, shop: Names.shop, channelOrder: "5770",
            kind: .returnAndRefund, status: .goodsReceived, channelStatus: "RETURN_OR_REFUND_REQUEST_COMPLETE",
            requestedAt: Names.connected, updatedAt: Names.connected, currency: .usd,
            lines: [.init(channelSKU: "gift box", units: units, goodsRefund: 0)], goodsRefund: 0, shippingRefund: 0,
            taxRefund: 0)
    }

    private func inspect(restocked: Int, scrapped: Int) -> ReturnInspect {
        ReturnInspect(
            shop: Names.shop, channelReturn: "r1",
            lines: [.init(channelSKU: "gift box", restocked: restocked, scrapped: scrapped)], actor: "ann")
    }
}
