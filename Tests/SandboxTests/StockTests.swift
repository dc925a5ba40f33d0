import Testing

@testable import Sandbox

/// The sandbox's own shelves: what a sale, a cancellation, shipping and a set do to them.
@Suite struct StockTests {
    @Test("a sale lowers available and raises committed by one per unit")
    func sale() throws {
        var box = try TestShop(stock: [10])
        let id = try box.buy([("A", 3), ("B", 1)])
        #expect(box.stock("A") == [7, 3])
        #expect(box.stock("B") == [9, 1])
        let lines = try #require(box.world.tiktok.orders[id]?.lines)
        #expect(lines.map(\.sku.sellerSKU) == ["A", "A", "A", "B"])
        #expect(Set(lines.map(\.id)).count == 4)
    }

    @Test("a sale is refused whole when one SKU has too few units, and leaves no trace on the shelves")
    func refusal() throws {
        var box = try TestShop(stock: [2])
        _ = try box.buy([("B", 2)])
        #expect(throws: SaleRefusal.soldOut) { try box.buy([("A", 1), ("B", 1)]) }
        #expect(box.stock("A") == [2, 0])
        #expect(box.stock("B") == [0, 2])
        #expect(box.world.tiktok.refusedSales[box.shop.id] == 1)
        #expect(box.world.tiktok.orders.count == 1)
    }

    @Test("shipping lowers committed; a cancel before it restores both, after it only available")
    func shippingAndCancel() throws {
        var box = try TestShop(stock: [10])
        let kept = try box.buyToShip([("A", 2)])
        let dropped = try box.buyToShip([("A", 3)])
        #expect(box.stock("A") == [5, 5])
        box.world.advance(order: kept)
        #expect(box.status(kept) == .awaitingCollection)
        #expect(box.stock("A") == [5, 3])
        box.world.cancel(order: dropped, lines: nil, role: .buyer, reason: "x")
        #expect(box.stock("A") == [8, 0])
        box.world.cancel(order: kept, lines: nil, role: .system, reason: "x")
        #expect(box.stock("A") == [10, 0])
        #expect(StockCheck(box.world.tiktok).mismatches.isEmpty)
    }

    @Test("cancelling twice restores once")
    func twice() throws {
        var box = try TestShop(stock: [10])
        let id = try box.buy([("A", 4)])
        for _ in 0..<2 { box.world.cancel(order: id, lines: nil, role: .buyer, reason: "x") }
        #expect(box.stock("A") == [10, 0])
    }

    @Test("a bundle takes its parts from the shelves and has what the scarcest part allows")
    func bundle() throws {
        var box = try TestShop(stock: [10])
        #expect(box.stock("SET") == [5, 0])  // one A and two B per set: min(10 / 1, 10 / 2)
        let id = try box.buy([("SET", 2)])
        #expect(box.stock("A") == [8, 2])
        #expect(box.stock("B") == [6, 4])
        #expect(box.stock("SET") == [3, 0])
        #expect(box.world.tiktok.orders[id]?.lines.count == 2)
        box.world.cancel(order: id, lines: nil, role: .buyer, reason: "x")
        #expect(box.stock("B") == [10, 0])
    }

    @Test("an order that the platform fulfils takes nothing from the seller's shelves")
    func platform() throws {
        var box = try TestShop(stock: [1])
        _ = try box.buy([("A", 5)], kind: .init(isFulfilledByTikTok: true))
        #expect(box.stock("A") == [1, 0])
    }

    @Test("one warehouse serves an order whole: the first that has every unit")
    func warehouses() throws {
        var box = try TestShop(stock: [2, 5], warehouses: 2)
        let small = try box.buy([("A", 2)])
        let large = try box.buy([("A", 4)])
        let ids = box.shop.salesWarehouses.map(\.id)
        #expect(box.world.tiktok.orders[small]?.warehouseID == ids[0])
        #expect(box.world.tiktok.orders[large]?.warehouseID == ids[1])
        #expect(throws: SaleRefusal.soldOut) { try box.buy([("A", 2)]) }
        #expect(box.stock("A") == [1, 6])
    }

    @Test("nonsense is refused: no units, too many, a SKU of another shop")
    func nonsense() throws {
        var box = try TestShop(stock: [500])
        #expect(throws: SaleRefusal.badUnits) { try box.buy([("A", 0)]) }
        #expect(throws: SaleRefusal.badUnits) { try box.buy([("A", -1)]) }
        #expect(throws: SaleRefusal.badUnits) { try box.buy([("A", 201)]) }
        #expect(throws: SaleRefusal.badUnits) { try box.buy([]) }
        #expect(throws: SaleRefusal.badUnits) { try box.buy([("A", Int.max), ("B", 1)]) }
        let other = try box.world.openShop(ShopPlan(demoProducts: 1))
        let foreign = try #require(other.productIDs.first.flatMap { box.world.tiktok.products[$0]?.skus[0].id })
        #expect(throws: SaleRefusal.unknownSKU(foreign)) {
            try box.world.place(OrderDraft(shopID: box.shop.id, items: [.init(skuID: foreign, units: 1)]))
        }
    }

    @Test("the journal has every change with its cause, before and after")
    func journal() throws {
        var box = try TestShop(stock: [10])
        let id = try box.buyToShip([("A", 2)])
        box.world.advance(order: id)
        let shelf = Shelf(skuID: box.sku("A"), warehouseID: box.shop.salesWarehouses[0].id)
        box.world.tiktok.stock.set(shelf, to: 3, by: "operations", at: box.world.now)
        let lines = box.world.tiktok.stock.journal.lines(of: [box.sku("A")])
        #expect(lines.map(\.cause) == [.opened, .sale, .ship, .set])
        #expect(lines.map(\.before.available) == [0, 10, 8, 8])
        #expect(lines.map(\.after.available) == [10, 8, 8, 3])
        #expect(lines.map(\.after.committed) == [0, 2, 0, 0])
        #expect(lines.map(\.reference) == ["", id, id, "operations"])
    }

    @Test("the check finds books that disagree")
    func check() throws {
        var box = try TestShop(stock: [10])
        try box.buy([("A", 1)])
        #expect(StockCheck(box.world.tiktok).mismatches.isEmpty)
        let draw = Draw(skuID: box.sku("A"), units: 1)
        box.world.tiktok.stock.ship([draw], from: box.shop.salesWarehouses[0].id, order: "x", at: box.world.now)
        #expect(StockCheck(box.world.tiktok).mismatches.map(\.shelf.skuID) == [box.sku("A")])
    }
}
