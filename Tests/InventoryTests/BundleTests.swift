import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Bundles that a channel itself sells as one, off the shelves of other listings.
@Suite struct BundleTests {
    private let handler = ProductSyncedHandler()

    private func product(_ sku: ProductSKU, minute: Int64 = 0) -> ProductSynced {
        let read = Instant(milliseconds: Names.connected.milliseconds + minute * 60_000)
        return ProductSynced(
            shop: Names.shop, channelProduct: "product of \(sku.channelSKU)", title: "", isActive: true,
            updatedAt: read,
            readAt: read, skus: [sku])
    }

    private func plain(_ id: String, _ code: String, _ available: Int) -> ProductSKU {
        ProductSKU(
            channelSKU: id, sellerSKU: code, title: "",
            stock: [ChannelStock(channelWarehouse: "w1", available: available)])
    }

    /// As the channel describes one: parts by their ids, without the seller's codes.
    private func bundle(_ id: String, _ parts: [String: Int]) -> ProductSKU {
        var sku = plain(id, "SET", 5)
        sku.components = parts.sorted { $0.key < $1.key }.map {
            OrderLine.Component(channelSKU: $0.key, sellerSKU: "", units: $0.value)
        }
        return sku
    }

    private func lend(_ body: (StockRoom) async throws -> Void) async throws {
        try await StockRoom.lend { room in
            try await room.database.run(
                """
                INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, location_id)
                VALUES (\(Names.tenant.uuid), \(Names.shop.uuid), 'w1', \(Names.location.uuid))
                """)
            try await body(room)
        }
    }

    /// Units of what a listing takes, by code.
    private func parts(of listing: String, _ room: StockRoom) async throws -> [String: Int] {
        let rows = try await room.database.rows(
            "SELECT code, units FROM components JOIN skus USING (tenant_id, sku_id) WHERE channel_sku = \(listing)",
            as: (String, Int).self)
        return Dictionary(uniqueKeysWithValues: rows)
    }

    @Test("a bundle takes what its parts take, whichever is heard of first", arguments: [true, false])
    func bundleTakesParts(
        isFirst: Bool
    ) async throws {
        try await lend { room in
            let parts = [plain("c1", "LAMP", 10), plain("c2", "BULB", 20)].map { product($0) }
            let set = product(bundle("set", ["c1": 1, "c2": 2]))
            let id = OrderID.mint()
            try await room.handle(OrderChangedHandler(), [order(id, lines: [line("set", open: 1)])])
            var risen: [StockRisen] = []
            for message in isFirst ? [set] + parts : parts + [set] {
                risen += try await room.handle(handler, [message]).flatMap { $0.events(StockRisen.self) }
            }
            #expect(try await self.parts(of: "set", room) == ["LAMP": 1, "BULB": 2])
            #expect(try await room.count("listings", "channel_sku = 'set' AND unmapped IS NULL") == 1)
            try await room.handle(StockRisenHandler(), risen)
            #expect(try await room.state(id) == "reserved", "who waited for it is served")
            #expect(try await room.count("skus", "code = 'SET'") == 0, "a bundle is nothing that lies somewhere")
        }
    }

    @Test("a listing that is not mapped takes the parts that its order names, when all of them are mapped")
    func listingNotMapped()
        async throws
    {
        try await lend { room in
            try await room.put(3, of: Names.shirt)
            try await room.put(4, of: Names.mug)
            func named(_ parts: [String: Int]) -> OrderLine {
                var set = line("party set", open: 2)
                set.sellerSKU = ""
                set.components = parts.sorted { $0.key < $1.key }.map {
                    OrderLine.Component(channelSKU: $0.key, sellerSKU: "", units: $0.value)
                }
                return set
            }
            let ids = (0..<4).map { _ in OrderID.mint() }
            // Two sets of one shirt and two mugs: 2 of 3 shirts and all 4 mugs.
            try await room.handle(OrderChangedHandler(), [order(ids[0], lines: [named(["shirt": 1, "mug": 2])])])
            #expect(try await room.state(ids[0]) == "reserved")
            #expect(try await room.count("needs", "channel_sku = 'party set' AND reserved = each * 2") == 2)
            try await room.handle(OrderChangedHandler(), [order(ids[1], lines: [named(["mug": 1])])])
            #expect(try await room.state(ids[1]) == "waiting", "it is known what it takes, and not there")
            #expect(try await room.count("unmapped_lines") == 0)
            for (id, parts) in zip(ids[2...], [["shirt": 1, "plate": 1], ["shirt": -1]]) {
                try await room.handle(OrderChangedHandler(), [order(id, lines: [named(parts)])])
                #expect(try await room.state(id) == "waiting")
            }
            #expect(try await room.count("unmapped_lines") == 2, "a part is not known, or no number of it can be true")
        }
    }

    @Test("a bundle of a bundle takes what is in it")
    func bundleBundleTakes() async throws {
        try await lend { room in
            try await room.handle(
                handler,
                [
                    product(bundle("crate", ["set": 3, "c1": 1])), product(bundle("set", ["c1": 1, "c2": 2])),
                    product(plain("c1", "LAMP", 10)), product(plain("c2", "BULB", 20)),
                ])
            #expect(try await parts(of: "crate", room) == ["LAMP": 4, "BULB": 6], "3 × (1 + 2 ×) and one lamp")
        }
    }

    @Test("a bundle that the channel packs anew is taken so, one that a person mapped stays")
    func bundleChannelPacks() async throws {
        try await lend { room in
            try await room.handle(
                handler,
                [
                    product(plain("c1", "LAMP", 10)), product(plain("c2", "BULB", 20)),
                    product(bundle("set", ["c1": 1, "c2": 2])),
                ])
            try await room.handle(handler, [product(bundle("set", ["c1": 1, "c2": 3]), minute: 1)])
            #expect(try await parts(of: "set", room) == ["LAMP": 1, "BULB": 3])
            try await room.database.run("UPDATE components SET units = 7 WHERE channel_sku = 'set' AND units = 3")
            try await room.handle(handler, [product(bundle("set", ["c1": 1, "c2": 4]), minute: 2)])
            #expect(try await parts(of: "set", room) == ["LAMP": 1, "BULB": 7])
        }
    }

    /// The channel has 8 available and 2 committed on the shelf of bulbs, where the bundle was sold: its own figures.
    /// Limit 10 and own 2 make max(0, 10 − max(2, 2)) = 8: nothing has to be set. A limit of 8 would make it 6.
    @Test("a sold bundle counts as the parts' own sale, and is told nothing itself")
    func soldBundleCounts() async throws {
        try await lend { room in
            try await room.handle(
                handler,
                [
                    product(plain("c1", "LAMP", 10)), product(plain("c2", "BULB", 10)),
                    product(bundle("set", ["c1": 1, "c2": 2])),
                ])
            let sold = try await room.handle(
                OrderChangedHandler(), [order(OrderID.mint(), lines: [line("set", open: 1)])])
            let told = try await room.handle(StockChangedHandler(), sold.summed(StockChanged.self))
            let limits = told.flatMap { $0.events(ChannelStockSet.self) }.flatMap(\.limits)
            #expect(limits.first { $0.channelSKU == "c2" }.map { [$0.limit, $0.own] } == [10, 2])
            #expect(limits.first { $0.channelSKU == "c1" }.map { [$0.limit, $0.own] } == [10, 1])
            #expect(!limits.contains { $0.channelSKU == "set" }, "the channel would refuse it")
        }
    }

    @Test("a bundle whose last part a person maps is mapped with it, and who waited for it is served")
    func bundleLastPart()
        async throws
    {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.put(5, of: Names.shirt)
            try await room.put(9, of: Names.mug)
            try await room.handle(
                handler, [product(plain("c1", "", 0)), product(bundle("set", ["c1": 1, "mug": 2]))])
            let id = OrderID.mint()
            try await room.handle(OrderChangedHandler(), [order(id, lines: [line("set", open: 2)])])
            #expect(try await room.state(id) == "waiting")
            try await counter.ask(
                ListingMap(shop: Names.shop, channelSKU: "c1", parts: [.init(sku: Names.shirt, units: 1)]))
            #expect(try await parts(of: "set", room) == ["shirt": 1, "mug": 2])
            try await eventually("who waited is served") { try await room.state(id) == "reserved" }
            #expect(try await room.level(Names.mug) == [9, 4, 0], "2 × 2")
        }
    }

    /// A set is 2 shirts and a mug, a crate 3 sets: 2 and 1, 3 × 2 and 3 × 1.
    @Test("a bundle follows a part that a person maps anew, with the bundles of it and the orders that wait")
    func bundleFollowsPart() async throws {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.put(1, of: Names.shirt)
            try await room.put(9, of: Names.mug)
            try await room.handle(
                handler,
                [
                    product(bundle("set", ["shirt": 2, "mug": 1])), product(bundle("crate", ["set": 3])),
                    product(bundle("own", ["shirt": 4])),
                ])
            let mugs = ListingMap(shop: Names.shop, channelSKU: "own", parts: [.init(sku: Names.mug, units: 7)])
            #expect(try await counter.ask(mugs).parts.map(\.units) == [7])
            #expect(try await parts(of: "own", room) == ["mug": 7], "a person maps the bundle itself")
            let (set, crate) = (OrderID.mint(), OrderID.mint())
            try await room.handle(
                OrderChangedHandler(),
                [
                    order(set, paid: 1, lines: [line("set", open: 1)]),
                    order(crate, paid: 2, lines: [line("crate", open: 1)]),
                ])
            #expect(try await [room.state(set), room.state(crate)] == ["waiting", "waiting"])
            #expect(try await room.count("needs", "sku_id = \(Names.shirt.uuid)") == 2, "they wait for shirts")

            let record = try await counter.ask(
                ListingMap(shop: Names.shop, channelSKU: "shirt", parts: [.init(code: "shirt-new", units: 1)]))
            let made = try #require(record.parts.first?.sku)
            #expect(try await parts(of: "set", room) == ["shirt-new": 2, "mug": 1])
            #expect(try await parts(of: "crate", room) == ["shirt-new": 6, "mug": 3])
            #expect(try await parts(of: "own", room) == ["mug": 7], "what a person has mapped stays")
            try await counter.ask(StockAdjust(sku: made, location: Names.location, units: 8, reason: "counted"))
            for id in [set, crate] {
                try await eventually("who waits is served") { try await room.state(id) == "reserved" }
            }
            #expect(try await room.level(made) == [8, 8, 0], "2 + 6")
            #expect(try await room.level(Names.mug) == [9, 4, 0], "1 + 3")
            #expect(try await room.level(Names.shirt) == [1, 0, 0])
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("a message completes the bundles of its own tenant, and no others of its batch")
    func messageCompletesBundles() {
        var catalogue = Catalogue()
        for tenant in [Names.tenant, Names.other] {
            let keys = ["set", "part"].map { ListingKey(tenant: tenant, shop: Names.shop, channelSKU: $0) }
            catalogue.listings[keys[0]] = Listing(key: keys[0])
            catalogue.bundles[keys[0]] = ["part": 2]
            catalogue.components[keys[1]] = [Component(sku: Names.mug, units: 1)]
        }
        let cause = Metadata(name: ProductSynced.name, tenant: Names.tenant)
        let message = Received(cause, product(plain("other", "X", 1)))
        let decision = handler.decide(message, catalogue)
        let completed = decision.changes.filter { $0.components == [Component(sku: Names.mug, units: 2)] }
        #expect(completed.map(\.listing.key.tenant) == [Names.tenant])
        #expect(decision.events(StockRisen.self).flatMap(\.listings).filter { $0.channelSKU == "set" }.count == 1)
    }

    /// What `shopos check` holds against the channel, which shows 8 with 2 committed: the figures of the test above.
    @Test("an operator's check counts sold bundles as the push does, and lists no bundles")
    func operatorCheckCounts() async throws {
        try await lend { room in
            try await room.handle(
                handler,
                [
                    product(plain("c1", "LAMP", 10)), product(plain("c2", "BULB", 10)),
                    product(bundle("set", ["c1": 1, "c2": 2])),
                ])
            try await room.handle(OrderChangedHandler(), [order(OrderID.mint(), lines: [line("set", open: 1)])])
            let page = try await OfferFacts.page(FactList(.offers), limit: 100, room.database)
            let facts = Dictionary(uniqueKeysWithValues: page.facts.map { ($0.key, $0.figures) })
            #expect(
                facts.filter { $0.key.contains("/c") || $0.key.contains("/set/") } == [
                    "\(Names.shop.uuid.text)/c1/w1": ["limit": 10, "own": 1, "shipConfirmed": 0],
                    "\(Names.shop.uuid.text)/c2/w1": ["limit": 10, "own": 2, "shipConfirmed": 0],
                ])
        }
    }
}
