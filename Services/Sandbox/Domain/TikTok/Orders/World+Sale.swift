extension World {
    /// Sells: takes the units off one warehouse's shelves and enters an unpaid order, or refuses.
    mutating func place(_ draft: OrderDraft) throws -> Order {
        guard let shop = tiktok.shops[draft.shopID] else { throw SaleRefusal.unknownShop }
        guard tiktok.orders.count < tiktok.mostOrders else { throw SaleRefusal.booksFull }
        let items = try forSale(draft, in: shop)
        let draws = draft.kind.isFulfilledByTikTok ? [] : items.flatMap(\.draws).summed
        guard let warehouse = tiktok.stock.warehouse(for: draws, among: shop.salesWarehouses.map(\.id)) else {
            tiktok.refusedSales[shop.id, default: 0] += 1
            throw SaleRefusal.soldOut
        }
        let order = write(draft, items: items, shop: shop, warehouse: warehouse, created: now)
        tiktok.stock.sell(draws, from: warehouse, order: order.id, at: now)
        tiktok.orders.enter(order)
        announceStatus(of: order)
        announceStock(of: draws, shop: shop, source: "ORDER_PLACED") { (-$0, $0) }
        expectPayment(of: order)
        return order
    }

    /// An order of the past: the same goods and prices, but no shelf is touched.
    mutating func pastOrder(_ draft: OrderDraft, shop: Shop, created: Moment) throws -> Order {
        guard tiktok.orders.count < tiktok.mostOrders else { throw SaleRefusal.booksFull }
        let items = try forSale(draft, in: shop)
        return write(draft, items: items, shop: shop, warehouse: shop.salesWarehouses[0].id, created: created)
    }

    /// One SKU per unit, gifts marked by their place in the draft.
    private func forSale(_ draft: OrderDraft, in shop: Shop) throws -> [SKU] {
        guard !draft.items.isEmpty, draft.items.allSatisfy({ $0.units > 0 && $0.units <= OrderDraft.mostUnits }),
            draft.items.reduce(0, { $0 + $1.units }) <= OrderDraft.mostUnits
        else { throw SaleRefusal.badUnits }
        return try draft.items.flatMap { item in
            guard let sku = tiktok.skus[item.skuID], let product = tiktok.products[sku.productID],
                product.shopID == shop.id
            else { throw SaleRefusal.unknownSKU(item.skuID) }
            guard product.status == .active else { throw SaleRefusal.notForSale(item.skuID) }
            return Array(repeating: sku, count: item.units)
        }
    }

    private mutating func write(
        _ draft: OrderDraft, items: [SKU], shop: Shop, warehouse: String, created: Moment
    ) -> Order {
        let gifts = draft.items.flatMap { Array(repeating: $0.isGift, count: $0.units) }
        let lines = zip(items, gifts).map { line($0, isGift: $1, kind: draft.kind, market: shop.market) }
        let isFree = lines.allSatisfy { $0.price.sale == 0 }
        let postage = isFree ? 0 : shop.market.price(cents: 599)
        let shipping = draft.shipping ?? shop.deliveryOptions[0].shipping
        return Order(
            id: mint.id(.order), shopID: shop.id, market: shop.market,
            buyer: buyer(message: draft.message), kind: draft.kind, shipping: shipping, warehouseID: warehouse,
            deliveryOption: shop.option(shipping) ?? shop.deliveryOptions[0], plan: draft.plan,
            isOnHoldOrder: shop.showsOnHold, created: created, lines: lines,
            payment: Payment(lines.map(\.price), postage: postage, freeFrom: shop.market.price(cents: 3_000)),
            address: draft.address ?? People.address(in: shop.market, &dice), updated: created)
    }

    private mutating func buyer(message: String) -> Order.Buyer {
        let id = mint.id(.buyer)
        return Order.Buyer(
            id: id, email: "\(id.suffix(10))\(dice.hex(4))@chat.seller.tiktok.com", message: message)
    }

    private mutating func line(_ sku: SKU, isGift: Bool, kind: Order.Kind, market: Market) -> Line {
        Line(
            id: mint.id(.line), sku: sku, productTitle: tiktok.products[sku.productID]?.title ?? sku.name,
            price: price(of: sku, isGift: isGift, kind: kind, market: market), isGift: isGift)
    }

    private mutating func price(of sku: SKU, isGift: Bool, kind: Order.Kind, market: Market) -> UnitPrice {
        if isGift { return UnitPrice(giftValue: sku.price) }
        if kind.isFree { return UnitPrice() }
        var price = UnitPrice(original: sku.price)
        if dice.happens(0.35) { price.sellerDiscount = sku.price * dice.number(5...20) / 100 }
        if dice.happens(0.25) { price.platformDiscount = sku.price * dice.number(2...10) / 100 }
        price.tax = price.sale * market.taxRate / 10_000
        return price
    }
}
