import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Moments in which a channel shows another number than it should, though no level has changed: it must be told.
@Suite struct ListingNewsTests {
    private func product(
        _ channelSKU: String, _ code: String, available: Int, shop: ShopID = Names.shop, isActive: Bool = true,
        minute: Int64 = 0
    ) -> ProductSynced {
        let read = Instant(milliseconds: Names.connected.milliseconds + minute * 60_000)
        let sku = ProductSKU(
            channelSKU: channelSKU, sellerSKU: code, title: "",
            stock: [ChannelStock(channelWarehouse: "w1", available: available)])
        return ProductSynced(
            shop: shop, channelProduct: "product of \(channelSKU)", title: "Lamp", isActive: isActive, updatedAt: read,
            readAt: read, skus: [sku])
    }

    /// A room with a warehouse per shop.
    private func lend(_ body: (StockRoom) async throws -> Void) async throws {
        try await StockRoom.lend { room in
            for shop in [Names.shop, Names.secondShop] {
                try await room.database.run(
                    """
                    INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, location_id)
                    VALUES (\(Names.tenant.uuid), \(shop.uuid), 'w1', \(Names.location.uuid))
                    """)
            }
            try await body(room)
        }
    }

    /// What channels are told after a batch has told of levels: limit and own by listing.
    private func told(_ news: [StockChanged], _ room: StockRoom) async throws -> [String: [Int]] {
        let handled = try await room.handle(StockChangedHandler(), news)
        let limits = handled.flatMap { $0.events(ChannelStockSet.self) }.flatMap(\.limits)
        return Dictionary(limits.map { ($0.channelSKU, [$0.limit, $0.own]) }) { $1 }
    }

    @Test("a second listing of a counted SKU is told at once what there is, whatever it shows")
    func secondListingCounted() async throws {
        try await lend { room in
            let handler = ProductSyncedHandler()
            try await room.handle(handler, [product("c1", "LAMP", available: 7)])
            let second = try await room.handle(
                handler, [product("c2", "LAMP", available: 50, shop: Names.secondShop)])
            let news = second.summed(StockChanged.self)
            #expect(news.map(\.onHand) == [7] && news.map(\.soldBy) == [nil])
            #expect(try await told(news, room)["c2"] == [7, 0], "50 were shown, 7 are there")
        }
    }

    @Test("a listing that is taken up again is told, one that is merely described anew is not")
    func listingTakenUp() async throws {
        try await lend { room in
            let handler = ProductSyncedHandler()
            try await room.handle(handler, [product("c1", "LAMP", available: 7)])
            let same = try await room.handle(handler, [product("c1", "LAMP", available: 7, minute: 1)])
            #expect(same.summed(StockChanged.self).isEmpty)
            let down = try await room.handle(
                handler, [product("c1", "LAMP", available: 7, isActive: false, minute: 2)])
            #expect(down.summed(StockChanged.self).isEmpty)
            let up = try await room.handle(handler, [product("c1", "LAMP", available: 7, minute: 3)])
            #expect(try await told(up.summed(StockChanged.self), room) == ["c1": [7, 0]])
        }
    }

    /// The channel gives a cancelled unit back to its own shelf. Where we had reserved it our figures change, and it is
    /// told. Where we had not, nothing changes here, and it would sell what is not there for ever.
    @Test("a cancel of an order that waited is told to its own channel, though our figures are the same")
    func cancelOrderWaited()
        async throws
    {
        try await lend { room in
            try await room.put(3, of: Names.shirt)
            let (first, second) = (OrderID.mint(), OrderID.mint())
            try await room.handle(OrderChangedHandler(), [order(first, lines: [line("shirt", open: 3)])])
            try await room.handle(OrderChangedHandler(), [order(second, lines: [line("shirt", open: 1)])])
            #expect(try await room.state(second) == "waiting")
            _ = try await told(try await levels(room), room)
            let cancel = try await room.handle(
                OrderChangedHandler(),
                [order(second, version: 2, status: .cancelled, lines: [line("shirt", cancelled: 1)])])
            let news = cancel.summed(StockChanged.self)
            #expect(news.map(\.mustTell) == [true] && news.map(\.reserved) == [3])
            #expect(try await told(news, room) == ["shirt": [3, 3], "gift box": [0, 0]])
        }
    }

    @Test("so is a cancel of an order that nobody had heard of, and a part of one that is kept")
    func cancelOrderNobody() async throws {
        try await lend { room in
            try await room.put(3, of: Names.shirt)
            let unknown = try await room.handle(
                OrderChangedHandler(),
                [order(OrderID.mint(), status: .cancelled, lines: [line("shirt", cancelled: 1)])])
            #expect(unknown.summed(StockChanged.self).map(\.mustTell) == [true])
            let partly = try await room.handle(
                OrderChangedHandler(), [order(OrderID.mint(), lines: [line("shirt", open: 1, cancelled: 1)])])
            #expect(partly.summed(StockChanged.self).map(\.soldBy) == [nil], "sold one and gave one back")
            #expect(partly.summed(StockChanged.self).map(\.mustTell) == [true])
        }
    }

    @Test("a cancel that is told again tells nothing")
    func cancelToldAgain() async throws {
        try await lend { room in
            let id = OrderID.mint()
            let lines = [line("shirt", cancelled: 1)]
            try await room.handle(OrderChangedHandler(), [order(id, status: .cancelled, lines: lines)])
            let again = try await room.handle(
                OrderChangedHandler(), [order(id, version: 2, status: .cancelled, lines: lines)])
            #expect(again.summed(StockChanged.self).isEmpty)
        }
    }

    @Test("what a channel refused is told again with the next change, what it took is not")
    func channelRefusedTold() async throws {
        try await lend { room in
            try await room.put(3, of: Names.shirt)
            _ = try await told(try await levels(room), room)
            #expect(try await told(try await levels(room), room).isEmpty, "the same figures")
            try await room.handle(ChannelStockToldHandler(), [answer("product of shirt", refusal: "busy")])
            try await room.handle(ChannelStockToldHandler(), [answer("product of gift box", refusal: nil)])
            #expect(try await told(try await levels(room), room) == ["shirt": [3, 0]])
        }
    }

    @Test("a shop that is back is told everything again, and the others nothing")
    func shopBackTold() async throws {
        try await lend { room in
            try await room.put(3, of: Names.shirt)
            try await room.handle(
                ProductSyncedHandler(), [product("tee", "shirt", available: 9, shop: Names.secondShop)])
            _ = try await told(try await levels(room), room)
            var messages: [StockRulesChanged] = []
            for (version, state) in [(2, ConnectionChanged.State.expired), (3, .connected), (4, .connected)] {
                let handled = try await room.handle(ConnectionChangedHandler(), [connection(version, state)])
                messages += handled.flatMap { $0.events(StockRulesChanged.self) }
            }
            #expect(messages.count == 1, "once, when it came back")
            let retold = try await room.handle(StockRulesChangedHandler(), messages)
            let news = retold.flatMap { $0.events(StockChanged.self) }
            #expect(try await told(news, room) == ["shirt": [3, 0], "gift box": [0, 0]])
        }
    }

    private func levels(_ room: StockRoom) async throws -> [StockChanged] {
        let handled = try await room.handle(StockRulesChangedHandler(), [StockRulesChanged()])
        return handled.flatMap { $0.events(StockChanged.self) }
    }

    private func answer(_ product: String, refusal: String?) -> ChannelStockTold {
        ChannelStockTold(
            shop: Names.shop, channelProduct: product, sequence: 1, changedAt: Names.connected, toldAt: Names.connected,
            levels: [
                .init(
                    channelSKU: "shirt", channelWarehouse: "w1", set: nil, available: 0, committed: 0, refusal: refusal)
            ])
    }

    private func connection(_ version: Int, _ state: ConnectionChanged.State) -> ConnectionChanged {
        ConnectionChanged(
            shop: Names.shop, version: version, channelShop: "7", title: "", region: "US", state: state,
            connectedAt: Names.connected)
    }
}
