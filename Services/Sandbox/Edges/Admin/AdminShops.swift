/// Opening and filling shops.
enum AdminShops {
    struct Part: Decodable {
        let sellerSku: String
        var units: Int?
    }

    struct Variant: Decodable {
        let sellerSku: String
        var name: String?
        var priceMinor: Int?
        var stock: [Int]?
        var campaignLocked: Int?
        var creatorLocked: Int?
        var parts: [Part]?

        var plan: ProductPlan.Variant {
            ProductPlan.Variant(
                sellerSKU: sellerSku, name: name ?? "Default", price: max(0, priceMinor ?? 1_000),
                stock: stock ?? [100],
                campaignLocked: campaignLocked ?? 0, creatorLocked: creatorLocked ?? 0,
                parts: (parts ?? []).map { ($0.sellerSku, $0.units ?? 1) })
        }
    }

    struct Wares: Decodable {
        let title: String
        var weightGrams: Int?
        /// Length, width and height.
        var sizeCm: [Int]?
        let skus: [Variant]

        func plan() throws -> ProductPlan {
            let size = sizeCm ?? [20, 15, 5]
            guard size.count == 3 else { throw AdminError(text: "size_cm: length, width and height") }
            return ProductPlan(
                title: title, weight: weightGrams ?? 250, size: (size[0], size[1], size[2]), variants: skus.map(\.plan))
        }
    }

    private struct Opening: Decodable {
        var region: String?
        var name: String?
        var seller: String?
        var shipping: [String]?
        var warehouses: Int?
        var showsOnHold: Bool?
        var demoProducts: Int?
        var demoStock: Int?
        var products: [Wares]?

        func plan() throws -> ShopPlan {
            let types = try shipping?.map { text in
                guard let type = ShippingType(rawValue: text) else {
                    throw AdminError(text: "shipping: TIKTOK or SELLER")
                }
                return type
            }
            guard types?.isEmpty != true else { throw AdminError(text: "shipping: at least one type") }
            return ShopPlan(
                region: region ?? "US", name: name, sellerID: seller, shipping: types, warehouses: warehouses ?? 1,
                showsOnHold: showsOnHold, demoProducts: min(demoProducts ?? 0, 10_000), demoStock: demoStock ?? 100,
                products: try (products ?? []).map { try $0.plan() })
        }
    }

    @Sendable static func open(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let shop = try world.openShop(try call.body(Opening.self).plan())
        return json(shop, world)
    }

    @Sendable static func list(_ world: inout World, _ call: AdminCall) throws -> JSON {
        ["shops": .array(world.tiktok.shopList.map { json($0, world) })]
    }

    @Sendable static func addProduct(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let shop = try world.shop(call.ids[0])
        let product = try world.addProduct(try call.body(Wares.self).plan(), to: shop.id)
        return json(product)
    }

    private struct Level: Decodable {
        let sku: String
        var warehouse: String?
        let available: Int
    }

    /// Sets stock as a person would in Seller Center, without the API's limits.
    @Sendable static func setStock(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let level = try call.body(Level.self)
        let shop = try world.shop(call.ids[0])
        let sku = try world.sku(level.sku, of: shop)
        guard let warehouse = level.warehouse ?? world.tiktok.stock.warehouses[sku.id]?.first, level.available >= 0
        else {
            throw AdminError(text: "available: 0 or more, of a SKU that is no bundle")
        }
        let shelf = Shelf(skuID: sku.id, warehouseID: warehouse)
        let delta = level.available - world.tiktok.stock.level(shelf).available
        world.tiktok.stock.set(shelf, to: level.available, by: "seller center", at: world.now)
        world.announceStock(sku.id, shop: shop, source: "SELLER_CENTER", delta: (delta, 0))
        return world.stockJSON(sku)
    }

    private struct Past: Decodable {
        var orders: Int?
        var days: Int?
    }

    @Sendable static func addHistory(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let past = try call.body(Past.self)
        let (orders, days) = (past.orders ?? 100, past.days ?? 90)
        guard (1...100_000).contains(orders), (1...3_650).contains(days) else {
            throw AdminError(text: "orders: 1 to 100000; days: 1 to 3650")
        }
        let shop = try world.shop(call.ids[0])
        world.addHistory(shop: shop, orders: orders, days: days)
        return AdminBooks.sales(of: shop, world)
    }
}

extension AdminShops {
    static func json(_ shop: Shop, _ world: World) -> JSON {
        [
            "id": .string(shop.id), "name": .string(shop.name), "region": .string(shop.market.region),
            "seller": .string(shop.sellerID), "currency": .string(shop.market.currency.code),
            "ciphers": .object(
                world.tiktok.apps.map { .init(name: $0.name, value: .string(shop.cipher(for: $0.key))) }),
            "warehouses": .array(
                shop.warehouses.map { ["id": .string($0.id), "type": .string($0.kind.rawValue)] }),
            "delivery_options": .array(
                shop.deliveryOptions.map { option in
                    [
                        "id": .string(option.id), "shipping_type": .string(option.shipping.rawValue),
                        "providers": .array(
                            option.providers.map { ["id": .string($0.id), "name": .string($0.name)] }),
                    ]
                }),
            "products": .array(shop.productIDs.compactMap { world.tiktok.products[$0] }.map(json)),
        ]
    }

    static func json(_ product: Product) -> JSON {
        [
            "id": .string(product.id), "title": .string(product.title), "status": .string(product.status.rawValue),
            "skus": .array(
                product.skus.map { ["id": .string($0.id), "seller_sku": .string($0.sellerSKU)] }),
        ]
    }
}

extension World {
    func shop(_ id: String) throws -> Shop {
        guard let shop = tiktok.shops[id] else { throw AdminError.unknown("shop", id) }
        return shop
    }

    /// A SKU by its id or by the seller's own name for it.
    func sku(_ name: String, of shop: Shop) throws -> SKU {
        let own = shop.productIDs.compactMap { tiktok.products[$0] }.flatMap(\.skus)
        guard let sku = own.first(where: { $0.id == name || $0.sellerSKU == name }) else {
            throw AdminError.unknown("sku", name)
        }
        return sku
    }
}
