@testable import Sandbox

extension Settings {
    /// Two apps, no limits, nothing left to chance.
    static var test: Settings {
        var settings = Settings()
        settings.apps = [.operations, .credit]
        settings.rates = [.lightRead: 0, .read: 0, .write: 0, .heavyWrite: 0]
        settings.shippo.limitFactor = 0
        settings.shippo.failureRate = 0
        settings.shippo.refundRefusalRate = 0
        return settings
    }
}

extension RegisteredApp {
    static let operations = RegisteredApp(
        name: "operations", key: "6ak9demo1", secret: "demo_secret_0001", serviceID: "7400000000000000001",
        redirectURL: "https://shop.example.com/callback", scopes: Scope.allCases)
    static let credit = RegisteredApp(
        name: "credit", key: "6ak9demo2", secret: "demo_secret_0002", serviceID: "7400000000000000002",
        redirectURL: "https://credit.example.com/callback", scopes: Scope.reading)
}

/// A world with one shop that sells two plain SKUs, `A` and `B`, and a set of one A and two B.
struct TestShop {
    var world: World
    let shop: Shop

    init(
        _ settings: Settings = .test, region: String = "US", stock: [Int] = [10], warehouses: Int = 1,
        shipping: [ShippingType]? = nil
    ) throws {
        world = World(settings: settings, now: ManualClock.start)
        var plan = ShopPlan(region: region, shipping: shipping, warehouses: warehouses)
        plan.products = [
            ProductPlan(
                title: "Tumbler",
                variants: [
                    .init(sellerSKU: "A", price: 2_490, stock: stock),
                    .init(sellerSKU: "B", price: 1_250, stock: stock),
                ]),
            ProductPlan(title: "Set", variants: [.init(sellerSKU: "SET", price: 4_900, parts: [("A", 1), ("B", 2)])]),
        ]
        shop = try world.openShop(plan)
    }

    /// The id of a SKU by the seller's name for it.
    func sku(_ name: String) -> String {
        world.tiktok.skus.values.first { $0.sellerSKU == name }?.id ?? ""
    }

    /// The stock of a SKU: available, then committed.
    func stock(_ name: String) -> [Int] {
        let total = world.tiktok.total(of: sku(name))
        return [total.available, total.committed]
    }

    @discardableResult
    mutating func buy(
        _ items: [(String, Int)], kind: Order.Kind = .init(), shipping: ShippingType? = nil, plan: BuyerPlan = .plain
    ) throws -> String {
        let draft = OrderDraft(
            shopID: shop.id, items: items.map { .init(skuID: sku($0.0), units: $0.1) }, kind: kind,
            shipping: shipping, plan: plan)
        return try world.place(draft).id
    }

    /// An order that waits for the seller.
    mutating func buyToShip(
        _ items: [(String, Int)] = [("A", 1)], kind: Order.Kind = .init(), shipping: ShippingType? = nil
    ) throws -> String {
        let id = try buy(items, kind: kind, shipping: shipping)
        world.pay(id)
        world.release(id)
        return id
    }

    func status(_ id: String) -> OrderStatus? { world.tiktok.orders[id]?.status }

    /// A carrier of the shop's own shipping option.
    func provider(_ name: String) -> String {
        shop.option(.seller)?.providers.first { $0.name == name }?.id ?? ""
    }

    mutating func pass(_ span: Duration) {
        world.advance(to: world.now + span)
    }
}
