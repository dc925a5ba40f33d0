import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Goods that came back, and the people who look at them.
@Suite(.timeLimit(.minutes(10))) struct InspectionTests {
    /// A counter where one order of three gift boxes was delivered and all three are on their way back.
    private func open(_ body: (StockCounter) async throws -> Void) async throws {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.put(5, of: Names.shirt)
            try await room.put(10, of: Names.mug)
            let id = OrderID.mint()
            try await room.handle(
                OrderChangedHandler(), [order(id, status: .delivered, lines: [line("gift box", handedOver: 3)])])
            #expect(try await room.level(Names.mug) == [4, 0, 0], "10 − 3 × 2")
            try await room.handle(
                ReturnChangedHandler(), [returned(id, version: 2, units: 3), returned(id, version: 1, units: 9)])
            #expect(try await room.level(Names.mug) == [4, 0, 0], "nobody has looked at it yet")
            try await body(counter)
        }
    }

    @Test("goods that came back are restocked or scrapped, never more than were returned")
    func goodsCameBack() async throws {
        try await open { counter in
            let room = counter.room
            let first = try await counter.ask(inspect([box(restocked: 1, scrapped: 1)]))
            #expect(first.lines == [box(restocked: 1, scrapped: 1)] && !first.isComplete)
            #expect(try await room.level(Names.shirt) == [3, 0, 0], "5 − 3 + 1")
            #expect(try await room.level(Names.mug) == [6, 0, 0], "4 + 2")
            let tooMany = await counter.refused(inspect([box(restocked: 1, scrapped: 1)]))
            #expect(tooMany == ["invalid", "outOfRange", "/lines/0"], "3 came back, 2 were looked at")
            let rest = try await counter.ask(inspect([box(restocked: 1, scrapped: 0)]))
            #expect(rest.lines == [box(restocked: 2, scrapped: 1)] && rest.isComplete)
            #expect(try await room.level(Names.mug) == [8, 0, 0])
            #expect(try await room.discrepancies() == 0)
            #expect(try await room.count("moves", "kind = 'scrapped'") == 2, "shirt and mugs of one box")
            let risen = try await counter.events(StockRisen.self, from: "test.risen", count: 2)
            #expect(risen.map(\.places.count) == [2, 2], "shirts and mugs, twice")
        }
    }

    @Test("an inspection that cannot be is refused by its field and changes nothing")
    func inspectionCannotRefused() async throws {
        try await open { counter in
            let sensible = box(restocked: 1, scrapped: 0)
            var unknown = sensible
            unknown.channelSKU = "shirt"
            let cases: [(ReturnInspect, [String])] = [
                (inspect([]), ["invalid", "outOfRange", "/lines"]),
                (inspect([box(restocked: 0, scrapped: 0)]), ["invalid", "outOfRange", "/lines"]),
                (inspect([sensible, sensible]), ["invalid", "namedTwice", "/lines"]),
                (inspect([sensible, unknown]), ["notFound", "unknownLine", "/lines/1/channelSKU"]),
                (inspect([box(restocked: -1, scrapped: 0)]), ["invalid", "outOfRange", "/lines/0"]),
                (inspect([box(restocked: Int.max, scrapped: Int.max)]), ["invalid", "outOfRange", "/lines/0"]),
                (inspect([sensible], at: .mint()), ["notFound", "unknownLocation", "/location"]),
                (inspect([sensible], of: "r2"), ["notFound", "unknownReturn", "/channelReturn"]),
                (inspect([sensible], of: "a\0"), ["invalid", "outOfRange", "/channelReturn"]),
            ]
            for (wish, words) in cases { #expect(await counter.refused(wish) == words) }
            let foreign = await counter.refused(inspect([sensible]), as: StockCounter.eve)
            #expect(foreign == ["notFound", "unknownReturn", "/channelReturn"])
            let level = try await counter.room.level(Names.shirt)
            #expect(level == [2, 0, 0], "5 − 3")
            #expect(try await counter.room.count("moves", "kind IN ('restocked', 'scrapped')") == 0)
        }
    }

    /// A cancellation or a return of the same units that was refused and asked for again: nothing was lost, and what a
    /// person restocks by mistake would be sold a second time.
    @Test("what never left cannot come back")
    func neverLeftCannot() async throws {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.put(5, of: Names.shirt)
            try await room.put(10, of: Names.mug)
            let id = OrderID.mint()
            try await room.handle(OrderChangedHandler(), [order(id, lines: [line("gift box", open: 3)])])
            try await room.handle(
                OrderChangedHandler(),
                [order(id, version: 2, status: .cancelled, lines: [line("gift box", cancelled: 3)])])
            try await room.handle(ReturnChangedHandler(), [returned(id, version: 1, units: 3)])
            for found in [box(restocked: 1, scrapped: 0), box(restocked: 0, scrapped: 1)] {
                #expect(await counter.refused(inspect([found])) == ["conflict", "neverLeft", "/lines/0"])
            }
            #expect(try await room.level(Names.shirt) == [5, 0, 0])
        }
    }

    @Test("goods of an order come back once, however many returns name them and people look at once")
    func goodsOrderCome()
        async throws
    {
        try await open { counter in
            let known = try await counter.room.database.first("SELECT order_id FROM orders", as: UUID.self)
            let id = OrderID(try #require(known))
            try await counter.room.handle(ReturnChangedHandler(), [returned(id, as: "r2", version: 1, units: 3)])
            let found = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<12 {
                    let wish = inspect([box(restocked: 1, scrapped: 0)], of: number % 2 == 0 ? "r1" : "r2")
                    group.addTask { (try? await counter.ask(wish)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(found == 3, "three boxes had left")
            #expect(try await counter.room.level(Names.shirt) == [5, 0, 0])
            #expect(try await counter.room.discrepancies() == 0)
        }
    }

    /// The channel's own warehouse has shipped it: what comes back there is not the seller's to sell.
    @Test("what the channel has shipped from its own warehouse does not come back to the seller's stock")
    func channelShippedWarehouse()
        async throws
    {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.put(5, of: Names.shirt)
            try await room.put(5, of: Names.mug)
            let id = OrderID.mint()
            try await room.handle(
                OrderChangedHandler(),
                [order(id, status: .delivered, flags: [.fulfilledByChannel], lines: [line("gift box", handedOver: 2)])])
            try await room.handle(ReturnChangedHandler(), [returned(id, version: 1, units: 2)])
            for found in [box(restocked: 2, scrapped: 0), box(restocked: 0, scrapped: 1)] {
                #expect(await counter.refused(inspect([found])) == ["conflict", "neverLeft", "/lines/0"])
            }
            #expect(try await room.level(Names.shirt) == [5, 0, 0])
            #expect(try await room.count("moves", "kind IN ('restocked', 'scrapped')") == 0)
        }
    }

    /// An order of before the connection may be older than what is read of it.
    @Test("of an order that nobody has told of, what came back is taken as it is said")
    func orderNobodyTold() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(5, of: Names.shirt)
            try await counter.room.handle(ReturnChangedHandler(), [returned(OrderID.mint(), version: 1, units: 1)])
            #expect(try await counter.ask(inspect([box(restocked: 1, scrapped: 0)])).isComplete)
            #expect(try await counter.room.level(Names.shirt) == [6, 0, 0], "5 + 1")
        }
    }

    @Test("only goods that come back and have arrived are looked at")
    func onlyGoodsCome() async throws {
        try await open { counter in
            let known = try await counter.room.database.first("SELECT order_id FROM orders", as: UUID.self)
            let id = OrderID(try #require(known))
            var version = 2
            func refusal(
                _ kind: ReturnChanged.Kind, _ status: ReturnChanged.Status
            ) async throws -> [String?] {
                version += 1
                try await counter.room.handle(
                    ReturnChangedHandler(), [returned(id, version: version, units: 3, kind: kind, status: status)])
                return await counter.refused(inspect([box(restocked: 1, scrapped: 0)]))
            }
            for kind in [ReturnChanged.Kind.cancellation, .refundOnly] {
                #expect(try await refusal(kind, .completed) == ["conflict", "nothingComesBack", "/channelReturn"])
            }
            for status in [ReturnChanged.Status.requested, .approved, .goodsSent, .rejected, .withdrawn, .other] {
                let words = try await refusal(.returnAndRefund, status)
                #expect(words == ["conflict", "notReceived", "/channelReturn"], "\(status)")
            }
            #expect(try await counter.room.level(Names.shirt) == [2, 0, 0], "5 − 3")
            version += 1
            try await counter.room.handle(
                ReturnChangedHandler(), [returned(id, version: version, units: 3, kind: .exchange, status: .completed)])
            _ = try await counter.ask(inspect([box(restocked: 1, scrapped: 0)]))
            #expect(try await counter.room.level(Names.shirt) == [3, 0, 0])
        }
    }

    @Test("what a newer version of a return no longer names is not waited for")
    func newerVersionReturn() async throws {
        try await open { counter in
            let known = try await counter.room.database.first("SELECT order_id FROM orders", as: UUID.self)
            let id = OrderID(try #require(known))
            var wider = returned(id, version: 3, units: 3)
            wider.lines.append(.init(channelSKU: "mug", units: 1, goodsRefund: 0))
            try await counter.room.handle(ReturnChangedHandler(), [wider])
            try await counter.room.handle(ReturnChangedHandler(), [returned(id, version: 4, units: 2)])
            let mug = ReturnInspect.Line(channelSKU: "mug", restocked: 1, scrapped: 0)
            #expect(await counter.refused(inspect([mug])) == ["invalid", "outOfRange", "/lines/0"])
            #expect(try await counter.ask(inspect([box(restocked: 2, scrapped: 0)])).isComplete)
        }
    }

    private func returned(
        _ order: OrderID, as name: String = "r1", version: Int, units: Int,
        kind: ReturnChanged.Kind = .returnAndRefund, status: ReturnChanged.Status = .goodsReceived
    ) -> ReturnChanged {
        ReturnChanged(
            channelReturn: name, version: version, order: order, shop: Names.shop, channelOrder: "5770",
            kind: kind, status: status, channelStatus: "RETURN_OR_REFUND_REQUEST_COMPLETE",
            requestedAt: Names.connected, updatedAt: Names.connected, currency: .usd,
            lines: [.init(channelSKU: "gift box", units: units, goodsRefund: 0)], goodsRefund: 0, shippingRefund: 0,
            taxRefund: 0)
    }

    private func box(restocked: Int, scrapped: Int) -> ReturnInspect.Line {
        .init(channelSKU: "gift box", restocked: restocked, scrapped: scrapped)
    }

    private func inspect(
        _ lines: [ReturnInspect.Line], of id: String = "r1", at location: LocationID? = nil
    ) -> ReturnInspect {
        ReturnInspect(shop: Names.shop, channelReturn: id, location: location, lines: lines)
    }
}
