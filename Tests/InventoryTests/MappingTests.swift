import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Listings that people map by hand.
@Suite(.timeLimit(.minutes(10))) struct MappingTests {
    private func map(_ parts: [ListingMap.Part], _ channelSKU: String = "mug") -> ListingMap {
        ListingMap(shop: Names.shop, channelSKU: channelSKU, parts: parts)
    }

    @Test func `a listing mapped by hand serves who waited with the old mapping`() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(5, of: Names.shirt)
            let id = OrderID.mint()
            try await counter.room.handle(OrderChangedHandler(), [order(id, lines: [line("mug", open: 2)])])
            #expect(try await counter.room.state(id) == "waiting")
            let record = try await counter.ask(map([.init(sku: Names.shirt, units: 2)]))
            #expect(record.parts == [.init(sku: Names.shirt, units: 2)] && record.unmapped == nil)
            try await eventually("who waited is served") { try await counter.room.state(id) == "reserved" }
            #expect(try await counter.room.level(Names.shirt) == [5, 4, 0], "two mugs are four shirts now")
            #expect(try await counter.room.discrepancies() == 0)
            let stock = try await counter.ask(OrderStockGet(order: id))
            #expect(stock.state == "reserved" && stock.needs.map(\.reserved) == [4])
        }
    }

    @Test func `a mapping that cannot be is refused by its field and changes nothing`() async throws {
        try await StockCounter.open { counter in
            let shirt = ListingMap.Part(sku: Names.shirt, units: 1)
            let many = (0..<101).map { _ in ListingMap.Part(sku: .mint(), units: 1) }
            let cases: [(ListingMap, [String])] = [
                (map([]), ["invalid", "outOfRange", "/parts"]),
                (map(many), ["invalid", "outOfRange", "/parts"]),
                (map([shirt, .init(sku: Names.mug, units: 0)]), ["invalid", "outOfRange", "/parts/1/units"]),
                (map([.init(sku: .mint(), units: 1)]), ["notFound", "unknownSKU", "/parts/0/sku"]),
                (map([shirt, shirt]), ["invalid", "namedTwice", "/parts/1/sku"]),
                (map([shirt], "nothing"), ["notFound", "unknownListing", "/channelSKU"]),
            ]
            for (wish, words) in cases { #expect(await counter.refused(wish) == words) }
            let foreign = await counter.refused(map([shirt]), as: StockCounter.eve)
            #expect(foreign == ["notFound", "unknownListing", "/channelSKU"])
            #expect(try await counter.room.count("components", "channel_sku = 'mug' AND units = 1") == 1)
            let listings = try await counter.room.count("listings")
            #expect(listings == 3)
        }
    }
}
