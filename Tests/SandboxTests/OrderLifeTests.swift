import Testing

@testable import Sandbox

/// An order's way through its stages in the world's time.
@Suite struct OrderLifeTests {
    @Test("unpaid, held for an hour, then to be shipped")
    func start() throws {
        var box = try TestShop()
        let id = try box.buy([("A", 1)])
        #expect(box.status(id) == .unpaid)
        box.pass(.seconds(40))
        #expect(box.status(id) == .onHold)
        box.pass(.hours(1) - .milliseconds(1))
        #expect(box.status(id) == .onHold)
        box.pass(.milliseconds(1))
        #expect(box.status(id) == .awaitingShipment)
    }

    @Test("the time scale shortens every wait, and a change of it stretches those that run")
    func scale() throws {
        var settings = Settings.test
        settings.timeScale = 3_600
        var box = try TestShop(settings)
        let id = try box.buy([("A", 1)])
        box.world.pay(id)
        box.pass(.milliseconds(999))  // an hour is a second
        #expect(box.status(id) == .onHold)
        box.world.setScale(1_800)  // the last millisecond now takes two
        box.pass(.milliseconds(1))
        #expect(box.status(id) == .onHold)
        box.pass(.milliseconds(1))
        #expect(box.status(id) == .awaitingShipment)
    }

    @Test("shops that show no remorse hour go straight on")
    func withoutHold() throws {
        var box = try TestShop(region: "ID")
        let id = try box.buy([("A", 1)])
        box.world.pay(id)
        #expect(box.status(id) == .awaitingShipment)
    }

    @Test("shipped, collected, delivered, and complete after 14 days")
    func end() throws {
        var box = try TestShop()
        let id = try box.buyToShip()
        _ = try box.world.markShipped(
            order: id, shop: box.shop, number: "DEMO0001", providerID: box.provider("FedEx"), lines: nil)
        #expect(box.status(id) == .awaitingCollection)
        box.pass(.hours(20))
        #expect(box.status(id) == .inTransit)
        box.pass(.days(5))
        #expect(box.status(id) == .delivered)
        box.pass(.days(14))
        #expect(box.status(id) == .completed)
    }

    @Test("an order that is never paid is dropped after 48 hours and its units return")
    func neverPaid() throws {
        var box = try TestShop()
        let id = try box.buy([("A", 2)], plan: BuyerPlan(paysAfter: nil))
        box.pass(.hours(48))
        #expect(box.status(id) == .cancelled)
        #expect(box.stock("A") == [10, 0])
        #expect(box.world.tiktok.cancellations.of(shop: box.shop.id).map(\.refund.total) == [0])
    }

    @Test(
        "an order that nobody ships is cancelled after seven days, unless that is switched off",
        arguments: [true, false])
    func late(isCancelled: Bool) throws {
        var settings = Settings.test
        settings.cancelsLateOrders = isCancelled
        var box = try TestShop(settings)
        let id = try box.buyToShip()
        box.pass(.days(8))
        #expect(box.status(id) == (isCancelled ? .cancelled : .awaitingShipment))
    }

    @Test("the platform ships its own orders")
    func platform() throws {
        var box = try TestShop()
        let id = try box.buyToShip(kind: .init(isFulfilledByTikTok: true), shipping: .tiktok)
        box.pass(.hours(12))
        #expect(box.status(id) == .awaitingCollection)
        box.pass(.days(6))
        #expect(box.status(id) == .delivered)
    }

    @Test("the status adds up from the lines: the slowest decides, some shipped is PARTIALLY_SHIPPING")
    func rollUp() {
        #expect(OrderStatus.rollUp([.awaitingShipment, .awaitingCollection]) == .partiallyShipping)
        #expect(OrderStatus.rollUp([.inTransit, .awaitingCollection, .cancelled]) == .awaitingCollection)
        #expect(OrderStatus.rollUp([.delivered, .inTransit]) == .inTransit)
        #expect(OrderStatus.rollUp([.cancelled, .cancelled]) == .cancelled)
        #expect(OrderStatus.rollUp([]) == .cancelled)
    }

    @Test("money adds up as documented", arguments: ["US", "GB", "ID", "JP"])
    func money(region: String) throws {
        var box = try TestShop(region: region, stock: [200])
        for _ in 0..<20 {
            let id = try box.buy([("A", 2), ("B", 1)])
            let order = try #require(box.world.tiktok.orders[id])
            let (money, lines) = (order.payment, order.lines.map(\.price))
            #expect(money.originalTotal == lines.reduce(0) { $0 + $1.original })
            #expect(money.subTotal == lines.reduce(0) { $0 + $1.sale })
            #expect(money.tax == lines.reduce(0) { $0 + $1.tax })
            #expect(money.total == money.subTotal + money.shipping + money.tax)
            #expect((money.tax > 0) == (region == "US"))
        }
    }

    @Test("samples, replacements and exchanges cost nothing, refundable samples do; a gift has a value but no price")
    func freebies() throws {
        var box = try TestShop()
        let free = try box.buy([("A", 1)], kind: .init(isSample: true))
        let paid = try box.buy([("A", 1)], kind: .init(isSample: true, isRefundableSample: true))
        let swapped = try box.buy([("A", 1)], kind: .init(isExchange: true))
        let replaced = try box.buy([("A", 1)], kind: .init(isReplacement: true))
        for id in [free, swapped, replaced] { #expect(box.world.tiktok.orders[id]?.payment.total == 0) }
        #expect((box.world.tiktok.orders[paid]?.payment.total ?? 0) > 0)
        let gift = OrderDraft.Item(skuID: box.sku("B"), units: 1, isGift: true)
        let order = try box.world.place(
            OrderDraft(shopID: box.shop.id, items: [.init(skuID: box.sku("A"), units: 1), gift]))
        #expect(order.lines.map(\.isGift) == [false, true])
        #expect(order.lines[1].price == UnitPrice(giftValue: 1_250))
    }

    @Test("the same seed brings the same world, another one another")
    func seeds() throws {
        func world(_ seed: UInt64) throws -> [UInt8] {
            var settings = Settings.test
            settings.seed = seed
            var box = try TestShop(settings)
            let id = try box.buy([("A", 2)])
            return box.world.json(try box.world.order(id)).bytes
        }
        #expect(try world(7) == world(7))
        #expect(try world(7) != world(8))
    }
}
