import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Mappings that come late, change, or are there for a part of an order only.
@Suite(.timeLimit(.minutes(10))) struct ChangingMapsTests {
    private func map(_ parts: [ListingMap.Part], _ channelSKU: String, _ counter: StockCounter) async throws {
        try await counter.ask(ListingMap(shop: Names.shop, channelSKU: channelSKU, parts: parts))
    }

    @Test("an order of which one listing is not mapped reserves nothing until it is")
    func orderListingNot() async throws {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.put(5, of: Names.shirt)
            let id = OrderID.mint()
            let handled = try await room.handle(
                OrderChangedHandler(), [order(id, lines: [line("shirt", open: 2), line("new", open: 1)])])
            let short = handled.flatMap { $0.events(StockShort.self) }
            #expect(short.map(\.unmapped) == [["new"]] && short.map(\.missing.count) == [0])
            #expect(short.map(\.isOversell) == [false])
            #expect(try await room.level(Names.shirt) == [5, 0, 0], "whole or not at all")
            try await map([.init(sku: Names.shirt, units: 3)], "new", counter)
            try await eventually("it is reserved") { try await room.state(id) == "reserved" }
            #expect(try await room.level(Names.shirt) == [5, 5, 0], "2 and 1 × 3")
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("a bundle that changes while orders wait is taken as it is now, whoever has stock keeps it")
    func bundleChangesWhile()
        async throws
    {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.put(3, of: Names.shirt)
            try await room.put(4, of: Names.mug)
            let (served, waiting) = (OrderID.mint(), OrderID.mint())
            try await room.handle(
                OrderChangedHandler(),
                [
                    order(served, paid: 1, lines: [line("gift box", open: 2)]),
                    order(waiting, paid: 2, lines: [line("gift box", open: 1)]),
                ])
            #expect(try await room.level(Names.mug) == [4, 4, 0], "2 × 2 mugs")
            #expect(try await room.state(waiting) == "waiting")
            try await map([.init(sku: Names.shirt, units: 1)], "gift box", counter)
            try await eventually("a box without mugs fits") { try await room.state(waiting) == "reserved" }
            #expect(try await room.level(Names.shirt) == [3, 3, 0])
            #expect(try await room.level(Names.mug) == [4, 4, 0])
            try await room.handle(
                OrderChangedHandler(),
                [order(served, version: 2, status: .cancelled, lines: [line("gift box", cancelled: 2)])])
            #expect(try await room.level(Names.mug) == [4, 0, 0], "what it took is what it gives back")
            #expect(try await room.level(Names.shirt) == [3, 1, 0])
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("a listing mapped anew with open reservations is told of the new SKU, and takes the old one along")
    func listingMappedAnew()
        async throws
    {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.database.run(
                """
                INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, location_id)
                VALUES (\(Names.tenant.uuid), \(Names.shop.uuid), 'w1', \(Names.location.uuid))
                """)
            try await counter.broker.declareQueue("test.sets")
            try await counter.broker.bind("test.sets", to: "shop.events", key: ChannelStockSet.name.rawValue)
            try await room.put(5, of: Names.shirt)
            let id = OrderID.mint()
            try await room.handle(OrderChangedHandler(), [order(id, lines: [line("shirt", open: 2)])])
            try await map([.init(sku: Names.mug, units: 1)], "shirt", counter)
            // Nobody has ever counted mugs: the channel is told that there are none.
            try await eventually("it is told") { try await room.count("pushes", "limits LIKE '%\"shirt\"%'") == 1 }
            let told = try await room.database.first(
                "SELECT limits FROM pushes WHERE channel_product = 'product of shirt'", as: String.self)
            #expect(told?.contains(#""limit":0"#) == true, "\(told ?? "")")
            #expect(try await room.level(Names.shirt) == [5, 2, 0], "who has reserved keeps it")
            try await room.handle(
                OrderChangedHandler(),
                [order(id, version: 2, status: .inTransit, lines: [line("shirt", handedOver: 2)])])
            #expect(try await room.level(Names.shirt) == [3, 0, 0])
            #expect(try await room.level(Names.mug) == [0, 0, 0])
            #expect(try await room.discrepancies() == 0)
        }
    }
}
