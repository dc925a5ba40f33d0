import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Listings, their mapping, and the first figures of stock, on a real database.
@Suite struct CatalogueTests {
    private let handler = ProductSyncedHandler()

    private func product(
        _ skus: [ProductSKU], shop: ShopID = Names.shop, id: String = "p1", minute: Int64 = 0
    ) -> ProductSynced {
        let read = Instant(milliseconds: Names.connected.milliseconds + minute * 60_000)
        return ProductSynced(
            shop: shop, channelProduct: id, title: "Lamp", isActive: true, updatedAt: read, readAt: read, skus: skus)
    }

    private func variant(_ id: String, _ code: String, available: Int = 0, committed: Int = 0) -> ProductSKU {
        ProductSKU(
            channelSKU: id, sellerSKU: code, title: id,
            stock: [ChannelStock(channelWarehouse: "w1", available: available, committed: committed)])
    }

    @Test("the first listing of a SKU sets what is on hand: for sale plus sold and not shipped")
    func firstListingSKU() async throws {
        try await StockRoom.lend { room in
            let handled = try await room.handle(
                handler, [product([variant("c1", "LAMP", available: 7, committed: 3)])])
            #expect(try await room.onHand("LAMP") == 10, "7 + 3")
            #expect(handled.summed(StockChanged.self).map(\.onHand) == [10])
            #expect(handled.first?.events(StockRisen.self).first?.listings.map(\.channelSKU) == ["c1"])
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("later listings and later figures never change what is on hand")
    func laterListingsLater() async throws {
        try await StockRoom.lend { room in
            try await room.handle(handler, [product([variant("c1", "LAMP", available: 7)])])
            try await room.handle(handler, [product([variant("c1", "LAMP", available: 99)], minute: 1)])
            try await room.handle(
                handler, [product([variant("c2", "LAMP", available: 50)], shop: Names.secondShop, id: "p2")])
            #expect(try await room.onHand("LAMP") == 7)
            let first = try await room.database.first(
                "SELECT first_stock FROM listings WHERE channel_sku = 'c2'", as: Int.self)
            #expect(first == 50, "kept, so that the difference can be shown")
            #expect(try await room.count("skus", "code = 'LAMP'") == 1)
        }
    }

    /// What one keyboard writes as one sign, another writes as two (Unicode Standard Annex 15): the same text to a
    /// person, and to us whether both come in one batch or not.
    @Test("a code is the same however its accents are written", arguments: [true, false])
    func codeSameHowever(atOnce: Bool) async throws {
        try await StockRoom.lend { room in
            let composed = product([variant("c1", "TH\u{C9}", available: 7)])
            let decomposed = product([variant("c2", "THE\u{301}")], shop: Names.secondShop, id: "p2")
            for batch in atOnce ? [[composed, decomposed]] : [[decomposed], [composed]] {
                try await room.handle(handler, batch)
            }
            #expect(try await room.count("skus", "code LIKE 'TH%'") == 1)
            let skus = try await room.database.rows(
                "SELECT DISTINCT sku_id FROM components WHERE channel_sku IN ('c1', 'c2')", as: UUID.self)
            #expect(skus.count == 1)
        }
    }

    @Test("a blank or ambiguous code stays unmapped and is reported once")
    func blankAmbiguousCode() async throws {
        try await StockRoom.lend { room in
            let skus = [variant("c1", "  "), variant("c2", "TWIN"), variant("c3", "TWIN"), variant("c4", "ONE")]
            let first = try await room.handle(handler, [product(skus)]).first
            #expect(first?.events(ListingUnmapped.self).map(\.reason) == ["blank", "ambiguous", "ambiguous"])
            let second = try await room.handle(handler, [product(skus, minute: 1)]).first
            #expect(second?.events(ListingUnmapped.self).isEmpty == true)
            #expect(try await room.count("components", "channel_sku LIKE 'c_'") == 1)
            let mended = try await room.handle(handler, [product([variant("c1", "NEW", available: 4)], minute: 2)])
                .first
            #expect(mended?.events(StockRisen.self).count == 1)
            #expect(try await room.onHand("NEW") == 4)
        }
    }

    @Test("a bundle is mapped to its parts and tells nothing about their stock")
    func bundleMappedParts() async throws {
        try await StockRoom.lend { room in
            var bundle = variant("set", "", available: 5)
            bundle.components = [
                OrderLine.Component(channelSKU: "c1", sellerSKU: "LAMP", units: 1),
                OrderLine.Component(channelSKU: "c2", sellerSKU: "BULB", units: 3),
            ]
            try await room.handle(handler, [product([bundle])])
            let units = try await room.database.rows(
                "SELECT units FROM components WHERE channel_sku = 'set' ORDER BY units", as: Int.self)
            #expect(units == [1, 3])
            #expect(try await room.onHand("LAMP") == 0)
        }
    }

    @Test("an order that came before its listing is served as soon as the listing is known")
    func orderCameBefore() async throws {
        try await StockRoom.lend { room in
            let id = OrderID.mint()
            try await room.handle(OrderChangedHandler(), [order(id, lines: [line("c1", open: 2)])])
            let decision = try await room.handle(
                handler, [product([variant("c1", "LAMP", available: 0, committed: 2)])])
            try await room.handle(StockRisenHandler(), decision.flatMap { $0.events(StockRisen.self) })
            #expect(try await room.state(id) == "reserved")
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("warehouses become locations: the default one ours, others by their names, once")
    func warehousesBecomeLocations() async throws {
        try await StockRoom.lend { room in
            func warehouse(_ id: String, _ title: String, isDefault: Bool) -> WarehouseSynced {
                WarehouseSynced(
                    shop: Names.shop, channelWarehouse: id, title: title, isForSales: true, isDefault: isDefault,
                    isEnabled: true)
            }
            let messages = [warehouse("w1", "East", isDefault: true), warehouse("w2", "West", isDefault: false)]
            try await room.handle(WarehouseSyncedHandler(), messages)
            try await room.handle(WarehouseSyncedHandler(), messages)
            #expect(try await room.count("locations") == 2)
            #expect(try await room.count("warehouses") == 2)
            try await room.handle(
                handler,
                [
                    product([
                        ProductSKU(
                            channelSKU: "c1", sellerSKU: "LAMP", title: "",
                            stock: [
                                ChannelStock(channelWarehouse: "w1", available: 1),
                                ChannelStock(channelWarehouse: "w2", available: 2),
                            ])
                    ])
                ])
            let levels = try await room.database.rows(
                "SELECT on_hand FROM levels JOIN locations USING (tenant_id, location_id) ORDER BY is_default DESC",
                as: Int.self)
            #expect(levels == [1, 2])
            try await room.handle(
                OrderChangedHandler(), [order(OrderID.mint(), warehouse: "w2", lines: [line("c1", open: 2)])])
            let reserved = try await room.database.rows(
                "SELECT reserved FROM levels JOIN locations USING (tenant_id, location_id) ORDER BY is_default DESC",
                as: Int.self)
            #expect(reserved == [0, 2])
        }
    }

    @Test("an absurd figure is refused and names its field", arguments: [-1, 100_000_001])
    func absurdFigureRefused(units: Int) async throws {
        try await StockRoom.lend { room in
            let decision = try await room.handle(handler, [product([variant("c1", "LAMP", available: units)])]).first
            guard case .reject(_, let detail) = decision?.outcome else {
                Issue.record("it must be refused")
                return
            }
            #expect(detail == "skus[0].stock[0].available")
        }
    }
}

extension StockRoom {
    /// On hand of a SKU by its code, over all locations.
    func onHand(_ code: String) async throws -> Int {
        try await database.first(
            """
            SELECT coalesce(sum(on_hand), 0)::bigint FROM levels JOIN skus USING (tenant_id, sku_id)
            WHERE code = \(code)
            """, as: Int.self) ?? -1
    }
}
