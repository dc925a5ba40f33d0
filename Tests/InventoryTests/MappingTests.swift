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

    @Test("a listing mapped by hand serves who waited with the old mapping")
    func listingMappedHand() async throws {
        try await StockCounter.open { counter in
            try await counter.room.put(5, of: Names.shirt)
            let id = OrderID.mint()
            try await counter.room.handle(OrderChangedHandler(), [order(id, lines: [line("mug", open: 2)])])
            #expect(try await counter.room.state(id) == "waiting")
            let record = try await counter.ask(map([.init(sku: Names.shirt, units: 2)]))
            #expect(record.parts == [.init(sku: Names.shirt, code: "shirt", units: 2)] && record.unmapped == nil)
            try await eventually("who waited is served") { try await counter.room.state(id) == "reserved" }
            #expect(try await counter.room.level(Names.shirt) == [5, 4, 0], "two mugs are four shirts now")
            #expect(try await counter.room.discrepancies() == 0)
            let stock = try await counter.ask(OrderStockGet(order: id))
            #expect(stock.state == "reserved" && stock.needs.map(\.reserved) == [4])
        }
    }

    @Test("a mapping that cannot be is refused by its field and changes nothing")
    func mappingCannotRefused() async throws {
        try await StockCounter.open { counter in
            let shirt = ListingMap.Part(sku: Names.shirt, units: 1)
            let many = (0..<101).map { _ in ListingMap.Part(sku: .mint(), units: 1) }
            let cases: [(ListingMap, [String])] = [
                (map([]), ["invalid", "outOfRange", "/parts"]),
                (map(many), ["invalid", "outOfRange", "/parts"]),
                (map([shirt, .init(sku: Names.mug, units: 0)]), ["invalid", "outOfRange", "/parts/1/units"]),
                (map([.init(sku: .mint(), units: 1)]), ["notFound", "unknownSKU", "/parts/0/sku"]),
                (map([shirt, shirt]), ["invalid", "namedTwice", "/parts/1/sku"]),
                (map([.init(units: 1)]), ["invalid", "outOfRange", "/parts/0"]),
                (map([shirt, .init(sku: .mint(), code: "a", units: 1)]), ["invalid", "outOfRange", "/parts/1"]),
                (map([.init(code: "  ", units: 1)]), ["invalid", "outOfRange", "/parts/0/code"]),
                (map([.init(code: "a\0", units: 1)]), ["invalid", "outOfRange", "/parts/0/code"]),
                (
                    map([.init(code: String(repeating: "x", count: 201), units: 1)]),
                    ["invalid", "outOfRange", "/parts/0/code"]
                ),
                (map([shirt, .init(code: " shirt", units: 1)]), ["invalid", "namedTwice", "/parts/1/code"]),
                (
                    map([.init(code: "new", units: 1), .init(sku: .mint(), units: 1)]),
                    ["notFound", "unknownSKU", "/parts/1/sku"]
                ),
                (map([shirt], "nothing"), ["notFound", "unknownListing", "/channelSKU"]),
            ]
            for (wish, words) in cases { #expect(await counter.refused(wish) == words) }
            let foreign = await counter.refused(map([shirt]), as: StockCounter.eve)
            #expect(foreign == ["notFound", "unknownListing", "/channelSKU"])
            #expect(try await counter.room.count("components", "channel_sku = 'mug' AND units = 1") == 1)
            let listings = try await counter.room.count("listings")
            #expect(listings == 3)
            #expect(try await counter.room.count("skus") == 2, "a code of a wish that fails names nothing")
        }
    }

    /// A brand whose listings have no codes has no SKUs either, until somebody names them.
    @Test("a code names a SKU, which is made if there is none")
    func codeNamesSKU() async throws {
        try await StockCounter.open { counter in
            let room = counter.room
            let decomposed = try await counter.ask(
                map([.init(code: " THE\u{301} ", units: 2), .init(code: "shirt", units: 1)]))
            #expect(Set(decomposed.parts.map(\.code)) == ["TH\u{C9}", "shirt"])
            #expect(decomposed.parts.first { $0.code == "shirt" }?.sku == Names.shirt)
            let made = try #require(decomposed.parts.first { $0.code == "TH\u{C9}" }?.sku)
            #expect(try await room.level(made) == [0, 0, 0], "it lies in the default place, and there is none of it")
            try await counter.ask(StockAdjust(sku: made, location: Names.location, units: 5, reason: "counted"))
            let again = try await counter.ask(map([.init(code: "TH\u{C9}", units: 1)], "shirt"))
            #expect(again.parts.map(\.sku) == [made], "however its accent is written")
            #expect(again.available == [.init(location: Names.location, locationName: "Main", available: 5)])
            #expect(try await room.count("skus") == 3)
        }
    }

    @Test("the map shows how many can be sold of each listing, place by place")
    func mapShowsHow() async throws {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.put(7, of: Names.shirt)
            try await room.put(9, of: Names.mug)
            let attic = LocationID.mint()
            try await room.database.run(
                "INSERT INTO locations VALUES (\(Names.tenant.uuid), \(attic.uuid), 'Attic', false)")
            try await room.database.run(
                """
                INSERT INTO levels (tenant_id, sku_id, location_id, on_hand)
                VALUES (\(Names.tenant.uuid), \(Names.shirt.uuid), \(attic.uuid), 4)
                """)
            try await room.database.run("UPDATE skus SET buffer = 2 WHERE code = 'mug'")
            let page = try await counter.ask(ListingList())
            let available = Dictionary(
                uniqueKeysWithValues: page.listings.map { record in
                    (record.channelSKU, record.available?.map { "\($0.locationName) \($0.available)" })
                })
            // A box is a shirt and two mugs: of 7 shirts and (9 − 2) ÷ 2 mugs 3, and no mug is in the attic.
            #expect(
                available == ["shirt": ["Attic 4", "Main 7"], "mug": ["Main 7"], "gift box": ["Attic 0", "Main 3"]])
        }
    }
}
