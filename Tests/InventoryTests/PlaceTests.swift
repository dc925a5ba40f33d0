import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Warehouses and products come in any order.
@Suite struct PlaceTests {
    private func warehouse(_ id: String, isDefault: Bool, isEnabled: Bool = true) -> WarehouseSynced {
        WarehouseSynced(
            shop: Names.shop, channelWarehouse: id, title: "Place \(id)", isForSales: true, isDefault: isDefault,
            isEnabled: isEnabled)
    }

    private var lamp: ProductSynced {
        let stock = [
            ChannelStock(channelWarehouse: "w1", available: 4), ChannelStock(channelWarehouse: "w2", available: 3),
        ]
        return ProductSynced(
            shop: Names.shop, channelProduct: "p1", title: "Lamp", isActive: true, updatedAt: Names.connected,
            readAt: Names.connected, skus: [ProductSKU(channelSKU: "c1", sellerSKU: "LAMP", title: "", stock: stock)])
    }

    @Test("a product in two warehouses waits until both are known, and is counted where it lies")
    func productTwoWarehouses() async throws {
        try await StockRoom.lend { room in
            try await room.handle(WarehouseSyncedHandler(), [warehouse("w1", isDefault: true)])
            let early = try await room.handle(ProductSyncedHandler(), [lamp]).first
            guard case .retry = early?.outcome else {
                Issue.record("it must wait")
                return
            }
            #expect(try await room.count("moves") == 0)
            try await room.handle(WarehouseSyncedHandler(), [warehouse("w2", isDefault: false)])
            try await room.handle(ProductSyncedHandler(), [lamp])
            let levels = try await room.database.rows(
                """
                SELECT on_hand FROM levels JOIN locations USING (tenant_id, location_id)
                WHERE on_hand > 0 ORDER BY is_default DESC
                """, as: Int.self)
            #expect(levels == [4, 3])
        }
    }

    @Test("a warehouse that sells from now on is told what there is, once")
    func warehouseSellsNow() async throws {
        try await StockRoom.lend { room in
            func news(_ message: WarehouseSynced) async throws -> Int {
                let handled = try await room.handle(WarehouseSyncedHandler(), [message])
                return handled.flatMap { $0.events(StockRulesChanged.self) }.count
            }
            try await room.put(3, of: Names.shirt)
            let unheard = try await room.handle(StockRulesChangedHandler(), [StockRulesChanged()])
            let levels = unheard.flatMap { $0.events(StockChanged.self) }
            let nowhere = try await room.handle(StockChangedHandler(), levels)
            #expect(nowhere.flatMap { $0.events(ChannelStockSet.self) }.isEmpty, "the shop has no warehouse yet")
            #expect(try await news(warehouse("w1", isDefault: true)) == 1)
            let told = try await room.handle(StockChangedHandler(), levels)
            let limits = told.flatMap { $0.events(ChannelStockSet.self) }.flatMap(\.limits)
            #expect(limits.first { $0.channelSKU == "shirt" }?.limit == 3)
            #expect(try await news(warehouse("w1", isDefault: true)) == 0, "nothing is new")
            #expect(try await news(warehouse("w1", isDefault: true, isEnabled: false)) == 0)
            #expect(try await news(warehouse("w1", isDefault: true)) == 1, "it sells again")
        }
    }

    @Test("what was told of a warehouse earlier does not come back when it is told once more")
    func oldWarehouse() async throws {
        try await StockRoom.lend { room in
            let handler = WarehouseSyncedHandler()
            func hear(isEnabled: Bool, at second: Double) async throws -> Bool? {
                let body = warehouse("w1", isDefault: true, isEnabled: isEnabled)
                let id = UUID.v7(at: Date() + second)
                let message = Received(Metadata(id: id, name: "test", tenant: Names.tenant), body)
                _ = try await handler.run([message], on: room.database)
                return try await room.database.first(
                    "SELECT is_for_sales FROM warehouses WHERE channel_warehouse = 'w1'", as: Bool.self)
            }
            for (isEnabled, second, sells) in [
                (false, 10, false), (true, 20, true), (false, 10, true), (false, 30, false),
            ] as [(Bool, Double, Bool)] {
                let known = try await hear(isEnabled: isEnabled, at: second)
                #expect(known == sells, "\(second)")
            }
        }
    }

    @Test("a later listing that shows another number is reported once, and nothing is changed")
    func laterListingShows() async throws {
        try await StockRoom.lend { room in
            func product(_ id: String, _ shop: ShopID, _ units: Int, minute: Int64 = 0) -> ProductSynced {
                let read = Instant(milliseconds: Names.connected.milliseconds + minute * 60_000)
                let stock = [ChannelStock(channelWarehouse: "w1", available: units - 1, committed: 1)]
                let sku = ProductSKU(channelSKU: id, sellerSKU: "LAMP", title: "", stock: stock)
                return ProductSynced(
                    shop: shop, channelProduct: id, title: "Lamp", isActive: true, updatedAt: read, readAt: read,
                    skus: [sku])
            }
            var sentences: [String] = []
            for message in [
                product("c1", Names.shop, 7), product("c2", Names.secondShop, 50),
                product("c2", Names.secondShop, 40, minute: 1), product("c3", Names.secondShop, 7),
            ] {
                let handled = try await room.handle(ProductSyncedHandler(), [message])
                sentences += handled.flatMap { $0.events(ActionTaken.self) }.map(\.sentence)
            }
            #expect(sentences.count == 1 && sentences.first?.contains("showed 50 units of LAMP") == true)
            #expect(sentences.first?.contains("7 are counted") == true)
            #expect(try await room.onHand("LAMP") == 7)
        }
    }
}
