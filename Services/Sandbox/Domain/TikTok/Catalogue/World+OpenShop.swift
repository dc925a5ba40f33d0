extension World {
    /// Opens a shop with its warehouses, delivery options and products.
    mutating func openShop(_ plan: ShopPlan) throws -> Shop {
        guard let market = Market.of(plan.region) else {
            throw PlanError(text: "region: one of \(Market.all.map(\.region).joined(separator: ", "))")
        }
        let seller = try seller(plan, market: market)
        let number = tiktok.shops.count + 1
        let shop = Shop(
            id: mint.id(.shop), name: plan.name ?? "Demo Shop \(market.region) \(number)",
            code: "\(market.region)LCDEMO\(number)", sellerID: seller, market: market,
            warehouses: warehouses(plan.warehouses, market: market),
            deliveryOptions: options(plan.shipping ?? usualShipping(market), market: market),
            showsOnHold: plan.showsOnHold ?? (market.family != .southEastAsia))
        tiktok.enter(shop)
        for index in 0..<max(0, plan.demoProducts) {
            try addProduct(demoProduct(Wares.at(index), market: market, stock: plan.demoStock), to: shop.id)
        }
        if plan.demoProducts >= 2 { try addProduct(demoBundle(market), to: shop.id) }
        for product in plan.products { try addProduct(product, to: shop.id) }
        return tiktok.shops[shop.id] ?? shop
    }

    private mutating func seller(_ plan: ShopPlan, market: Market) throws -> String {
        if let id = plan.sellerID {
            guard tiktok.sellers[id] != nil else { throw PlanError(text: "seller: \(id) is not known") }
            return id
        }
        let seller = Seller(
            openID: dice.word(22), name: plan.name ?? "Demo Seller \(tiktok.sellers.count + 1)", region: market.region)
        tiktok.sellers[seller.openID] = seller
        return seller.openID
    }

    private mutating func warehouses(_ count: Int, market: Market) -> [Warehouse] {
        let sales = (0..<min(max(1, count), 20)).map { index in
            Warehouse(
                id: mint.id(.warehouse), name: "Warehouse \(index + 1)", kind: .sales, isDefault: index == 0,
                place: market.places[index % market.places.count])
        }
        let returns = Warehouse(
            id: mint.id(.warehouse), name: "Returns", kind: .returns, isDefault: true, place: market.places[0])
        return sales + [returns]
    }

    private func usualShipping(_ market: Market) -> [ShippingType] {
        market.family == .southEastAsia || market.family == .latinAmerica ? [.tiktok, .seller] : [.seller, .tiktok]
    }

    private mutating func options(_ types: [ShippingType], market: Market) -> [DeliveryOption] {
        types.map { type in
            let carriers = type == .seller ? market.carriers : []
            return DeliveryOption(
                id: mint.id(.deliveryOption), name: type == .seller ? "Seller shipping" : "Standard shipping",
                shipping: type, providers: carriers.map { .init(id: mint.id(.provider), name: $0) })
        }
    }

    private func demoProduct(_ ware: Wares.Ware, market: Market, stock: Int) -> ProductPlan {
        let variants = ware.variants.enumerated().map { index, name in
            ProductPlan.Variant(
                sellerSKU: "\(ware.code)-\(index + 1)", name: name,
                price: market.price(cents: ware.cents + index * 400), stock: [stock])
        }
        return ProductPlan(title: ware.title, weight: ware.grams, size: ware.size, variants: variants)
    }

    /// A set of one and two units of the first two products.
    private func demoBundle(_ market: Market) -> ProductPlan {
        let parts = [(sellerSKU: "\(Wares.at(0).code)-1", units: 1), (sellerSKU: "\(Wares.at(1).code)-1", units: 2)]
        let set = ProductPlan.Variant(
            sellerSKU: "SET-1", name: "Set of three", price: market.price(cents: 5_990), parts: parts)
        return ProductPlan(title: "Starter set", weight: 1_080, size: (27, 20, 12), variants: [set])
    }
}
