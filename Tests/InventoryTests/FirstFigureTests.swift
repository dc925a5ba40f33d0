import Contracts
import Messaging
import TestKit
import Testing

@testable import Inventory

/// The first figure of a SKU and the parcels that leave around it, on a real database. A channel's figure is what it
/// has for sale and what it has sold that has not left: parcels are in it until they are handed over, and then never.
@Suite struct FirstFigureTests {
    private let products = ProductSyncedHandler()
    private let orders = OrderChangedHandler()

    private func minute(_ minute: Int64) -> Instant {
        Instant(milliseconds: Names.connected.milliseconds + minute * 60_000)
    }

    /// A lamp as the channel has it so many minutes after the connection.
    private func lamp(
        _ code: String, available: Int, committed: Int = 0, read: Int64, listing: String = "c1"
    ) -> ProductSynced {
        let stock = [ChannelStock(channelWarehouse: "w1", available: available, committed: committed)]
        return ProductSynced(
            shop: Names.shop, channelProduct: "product of \(listing)", title: "Lamp", isActive: true,
            updatedAt: minute(read), readAt: minute(read),
            skus: [ProductSKU(channelSKU: listing, sellerSKU: code, title: "", stock: stock)])
    }

    /// An order of lamps as it is told after so many minutes.
    private func lamps(
        _ id: OrderID, version: Int = 1, open: Int = 0, handedOver: Int = 0, at time: Int64, leftAt: Int64? = nil
    ) -> OrderChanged {
        order(
            id, version: version, status: handedOver > 0 ? .inTransit : .awaitingShipment, at: minute(time),
            handedOverAt: leftAt.map(minute), lines: [line("c1", open: open, handedOver: handedOver)])
    }

    /// Takes a product over and serves those who waited for it.
    private func sync(_ product: ProductSynced, in room: StockRoom) async throws {
        let risen = try await room.handle(products, [product]).flatMap { $0.events(StockRisen.self) }
        if !risen.isEmpty { try await room.handle(StockRisenHandler(), risen) }
    }

    @Test("what was shipped while nobody knew its listing is not taken from a count that came later")
    func shippedWhileNobody() async throws {
        try await StockRoom.lend { room in
            try await sync(lamp("", available: 13, read: 1), in: room)
            let id = OrderID.mint()
            try await room.handle(orders, [lamps(id, handedOver: 3, at: 2, leftAt: 2)])
            try await sync(lamp("LAMP", available: 10, read: 3), in: room)
            #expect(try await room.onHand("LAMP") == 10, "A + C = 10 + 0, read when the three had left")
            #expect(try await room.state(id) == "deducted")
            #expect(try await room.count("unmapped_lines") == 0)
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("what was reserved and had left when the count was read is given back, not taken again")
    func reservedLeftCount() async throws {
        try await StockRoom.lend { room in
            let id = OrderID.mint()
            try await room.handle(orders, [lamps(id, open: 2, at: 1)])
            try await sync(lamp("LAMP", available: 10, read: 3), in: room)
            #expect(try await room.state(id) == "reserved", "nobody has told here that it has left")
            let handled = try await room.handle(orders, [lamps(id, version: 2, handedOver: 2, at: 4, leftAt: 2)])
            #expect(try await room.onHand("LAMP") == 10, "as the channel: 10 + 0")
            #expect(handled.summed(StockChanged.self).map(\.available) == [10])
            #expect(try await room.state(id) == "deducted")
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test(
        "what is handed over after the count leaves it, however late the count is heard of", arguments: [true, false])
    func handedOverAfter(isLate: Bool) async throws {
        try await StockRoom.lend { room in
            let id = OrderID.mint()
            let counted = lamp("LAMP", available: 10, committed: 2, read: 3)
            let left = lamps(id, version: 2, handedOver: 2, at: 5, leftAt: 4)
            try await room.handle(orders, [lamps(id, open: 2, at: 1)])
            if isLate {
                try await room.handle(orders, [left])
                try await sync(counted, in: room)
            } else {
                try await sync(counted, in: room)
                try await room.handle(orders, [left])
            }
            #expect(try await room.onHand("LAMP") == 10, "10 + 2 when it was read, two have left since")
            #expect(try await room.state(id) == "deducted")
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("of two parcels the count is without the first and with the second")
    func twoParcelsCount() async throws {
        try await StockRoom.lend { room in
            let id = OrderID.mint()
            try await sync(lamp("LAMP", available: 10, committed: 1, read: 3), in: room)
            try await room.handle(orders, [lamps(id, open: 1, handedOver: 1, at: 4, leftAt: 2)])
            #expect(try await room.onHand("LAMP") == 11)
            try await room.handle(orders, [lamps(id, version: 2, handedOver: 2, at: 5, leftAt: 2)])
            #expect(try await room.onHand("LAMP") == 10, "the order's time is that of its first parcel")
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("a listing that is mapped to what was counted before takes what it has shipped since")
    func listingMappedCounted() async throws {
        try await StockRoom.lend { room in
            try await sync(lamp("LAMP", available: 10, read: 1, listing: "c2"), in: room)
            try await sync(lamp("", available: 10, read: 1), in: room)
            try await room.handle(orders, [lamps(OrderID.mint(), handedOver: 3, at: 2, leftAt: 2)])
            try await sync(lamp("LAMP", available: 10, read: 3), in: room)
            #expect(try await room.onHand("LAMP") == 7, "10 were counted a minute before three of them left")
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("a count is heard once: told again it makes nothing past that left since")
    func countHeardOnce() async throws {
        try await StockRoom.lend { room in
            try await sync(lamp("LAMP", available: 10, read: 1), in: room)
            try await sync(lamp("LAMP", available: 4, read: 9), in: room)
            try await room.handle(orders, [lamps(OrderID.mint(), handedOver: 3, at: 5, leftAt: 5)])
            #expect(try await room.onHand("LAMP") == 7, "10 − 3: only the first figure counts")
        }
    }
}
