import Testing

@testable import Sandbox

/// Invented orders: the same for the same seed, in the proportions asked for.
@Suite struct GeneratorTests {
    private func run(
        _ count: Int, seed: UInt64 = 1, perMinute: Double = 600, mix: Mix? = nil, regions: [String] = ["US"]
    ) throws -> World {
        var settings = Settings.test
        settings.seed = seed
        var world = World(settings: settings, now: ManualClock.start)
        for region in regions { _ = try world.openShop(ShopPlan(region: region, demoProducts: 12, demoStock: 90_000)) }
        world.startGenerator(perMinute: perMinute, count: count, mix: mix, shopIDs: [])
        while world.generator.isRunning, let next = world.nextDue { world.advance(to: next) }
        return world
    }

    private func orders(_ world: World) -> [Order] {
        world.tiktok.shopList.flatMap { world.tiktok.orders.of(shop: $0.id) }
    }

    @Test("the same seed sells the same things to the same people, at the same times")
    func determinism() throws {
        func trace(_ seed: UInt64) throws -> [UInt8] {
            let world = try run(150, seed: seed, regions: ["US", "GB", "ID"])
            return orders(world).flatMap { world.json($0).bytes }
        }
        #expect(try trace(5) == trace(5))
        #expect(try trace(5) != trace(6))
    }

    @Test("orders come at the rate asked for")
    func rate() throws {
        var mix = Mix()
        mix.spike = 0
        let world = try run(3_000, perMinute: 600, mix: mix)
        // 3 000 orders at 10 a second take 300 s; the sum of 3 000 exponential waits varies by 300 / √3000 = 5.5 s.
        let seconds = Double((world.now - ManualClock.start).milliseconds) / 1_000
        #expect((272...328).contains(seconds))
        #expect(world.generator.made == 3_000)
    }

    @Test("samples, gifts, platform orders, bundles and units come in their proportions")
    func proportions() throws {
        let world = try run(4_000)
        let all = orders(world)
        func share(_ fits: (Order) -> Bool) -> Double { Double(all.count(where: fits)) / Double(all.count) }
        // Each expectation is the mix's own number; the tolerance is five standard deviations at n = 4 000.
        #expect(abs(share(\.kind.isSample) - 0.0496) < 0.018)  // 1 − (1 − 0.04)(1 − 0.01)
        #expect(abs(share(\.kind.isExchange) - 0.0095) < 0.008)  // (1 − 0.0496) × 0.01
        #expect(abs(share(\.kind.isFulfilledByTikTok) - 0.05) < 0.018)
        #expect(abs(share { $0.lines.contains(where: \.isGift) } - 0.05) < 0.018)
        #expect(abs(share { $0.plan.paysAfter == nil } - 0.02) < 0.012)
        #expect(abs(share { $0.plan.cancels != nil } - 0.07) < 0.021)  // 0.01 + 0.03 + 0.02 + 0.01
        #expect(abs(share { $0.plan.moves != nil } - 0.03) < 0.014)
        #expect(abs(share { $0.plan.returns != nil } - 0.04) < 0.016)
        // Of those the platform does not fulfil itself, 60 % are shipped by the seller.
        let own = all.filter { !$0.kind.isFulfilledByTikTok }
        #expect(abs(Double(own.count { $0.shipping == .seller }) / Double(own.count) - 0.6) < 0.04)
        #expect(share { $0.lines.contains { !$0.sku.components.isEmpty } } > 0)
        #expect(share { $0.lines.count > 1 } > 0.25)
        #expect(Set(all.compactMap(\.plan.cancels)) == Set(BuyerPlan.Stage.allCases))
        #expect(Set(all.compactMap(\.plan.moves)) == Set(BuyerPlan.Stage.allCases))
    }

    @Test("demand is skewed: the first SKU outsells the tenth about as the curve says")
    func skew() throws {
        var mix = Mix.calm
        mix.skew = 1
        let world = try run(4_000, mix: mix)
        var sold: [String: Int] = [:]
        for order in orders(world) { sold[order.lines[0].sku.id, default: 0] += 1 }
        let skus = world.tiktok.shopList[0].productIDs.compactMap { world.tiktok.products[$0] }.flatMap(\.skus)
        let (first, tenth) = (Double(sold[skus[0].id] ?? 0), Double(sold[skus[9].id] ?? 0))
        // 1 / 1 to 1 / 10: ten to one, give or take what some hundred sales of the tenth leave open.
        #expect((6.5...15).contains(first / tenth))
    }

    @Test("a viral spike draws most of the demand to one SKU and raises the rate")
    func spike() throws {
        var mix = Mix.calm
        mix.spike = 1
        mix.spikeSeconds = 1_000_000
        let world = try run(2_000, perMinute: 600, mix: mix)
        let star = try #require(world.generator.spike?.skuID)
        let share = Double(orders(world).count { $0.lines[0].sku.id == star }) / 2_000
        #expect(share > 0.65)
        // Three times 600 a minute is 30 a second: 2 000 orders in some 67 s.
        #expect((world.now - ManualClock.start) < .seconds(85))
    }

    @Test("a spike ends with the buyers among whom it began: a later run sells at its own rate")
    func spikeOfBefore() throws {
        var mix = Mix.calm
        mix.spike = 1
        mix.spikeSeconds = 1_000_000
        var world = try run(50, perMinute: 600, mix: mix)
        let begin = world.now
        world.startGenerator(perMinute: 600, count: 2_000, mix: .calm, shopIDs: [])
        while world.generator.isRunning, let next = world.nextDue { world.advance(to: next) }
        // 10 a second: some 200 s, where it were 67 at the rate of a spike.
        #expect(world.now - begin > .seconds(150))
    }

    @Test("several markets sell in their own currencies, and every order is in the books of its shop")
    func markets() throws {
        let world = try run(400, regions: ["US", "GB", "DE", "ID"])
        for shop in world.tiktok.shopList {
            let own = world.tiktok.orders.of(shop: shop.id)
            #expect(own.count > 50)
            #expect(own.allSatisfy { $0.market.currency == shop.market.currency })
        }
    }

    @Test("a long run with every sort of trouble leaves the shelves in agreement with the orders")
    func books() throws {
        var world = try run(1_500, regions: ["US", "ID"])
        for hours in 0..<60 {
            world.advance(to: ManualClock.start + .hours(Double(hours) * 12))
            #expect(StockCheck(world.tiktok).mismatches.isEmpty)
        }
        let statuses = Set(orders(world).map(\.status))
        #expect(statuses.isSuperset(of: [.completed, .cancelled]))
        #expect(world.tiktok.cancellations.count > 50)
    }

    @Test("what is sold out is refused and counted, never oversold")
    func soldOut() throws {
        var world = World(settings: .test, now: ManualClock.start)
        let shop = try world.openShop(ShopPlan(demoProducts: 1, demoStock: 20))
        world.startGenerator(perMinute: 6_000, count: 300, mix: .calm, shopIDs: [shop.id])
        while world.generator.isRunning, let next = world.nextDue { world.advance(to: next) }
        #expect(world.generator.made == 40)  // two variants of twenty
        #expect(world.generator.refused == 260)
        #expect(world.tiktok.stock.levels.values.allSatisfy { $0.available == 0 })
    }

    @Test("stopping and starting anew leaves one stream of orders")
    func restart() throws {
        var world = World(settings: .test, now: ManualClock.start)
        _ = try world.openShop(ShopPlan(demoProducts: 2, demoStock: 1_000))
        for _ in 0..<3 { world.startGenerator(perMinute: 60, count: nil, mix: .calm, shopIDs: []) }
        world.generator.stop()
        let waiting = world.waitingActs
        world.advance(to: world.now + .minutes(5))
        #expect(world.tiktok.orders.count == 0)
        #expect(world.waitingActs < waiting)
    }

    @Test("orders of the past are finished, in the window, and move no stock")
    func history() throws {
        var world = World(settings: .test, now: ManualClock.start)
        let shop = try world.openShop(ShopPlan(demoProducts: 3, demoStock: 5))
        world.addHistory(shop: shop, orders: 200, days: 90)
        let all = orders(world)
        #expect(all.count == 200)
        #expect(all.allSatisfy { $0.status == .completed || $0.status == .cancelled })
        #expect(all.allSatisfy { ManualClock.start - $0.created <= .days(90) + .hours(1) })
        #expect(world.tiktok.stock.levels.values.allSatisfy { $0.available == 5 && $0.committed == 0 })
        #expect(StockCheck(world.tiktok).mismatches.isEmpty)
        let book = SalesBook(all)
        #expect(
            book.subTotal
                == all.filter { $0.status == .completed && $0.kind.isSale }.map(\.payment.subTotal).reduce(0, +))
    }

    @Test("knobs are turned by name, and unknown ones are named")
    func knobs() {
        var mix = Mix()
        #expect(mix.set(["gift": 1, "spike": 0]) == nil)
        #expect(mix.gift == 1)
        #expect(mix.set(["gifts": 1]) == "gifts")
    }
}
