extension World {
    /// Lists a product with its stock.
    @discardableResult
    mutating func addProduct(_ plan: ProductPlan, to shopID: String) throws -> Product {
        guard let shop = tiktok.shops[shopID] else { throw PlanError(text: "shop: \(shopID) is not known") }
        guard !plan.variants.isEmpty, plan.variants.count <= 300 else {
            throw PlanError(text: "skus: 1 to 300 per product")
        }
        let id = mint.id(.product)
        let skus = try plan.variants.map { variant in
            SKU(
                id: mint.id(.sku), productID: id, sellerSKU: variant.sellerSKU, name: variant.name,
                price: variant.price, components: try components(variant, shop: shop))
        }
        let product = Product(
            id: id, shopID: shopID, title: plan.title, brand: "Demo",
            category: .init(id: "600001", name: "Demo category"), weight: plan.weight,
            size: plan.size, created: now, updated: now, skus: skus)
        tiktok.enter(product)
        for (sku, variant) in zip(skus, plan.variants) where sku.components.isEmpty { fill(sku, variant, shop: shop) }
        announceCreation(of: product)
        return product
    }

    private func components(_ variant: ProductPlan.Variant, shop: Shop) throws -> [SKU.Component] {
        let own = shop.productIDs.compactMap { tiktok.products[$0] }.flatMap(\.skus)
        return try variant.parts.map { part in
            guard let sku = own.first(where: { $0.sellerSKU == part.sellerSKU && $0.components.isEmpty }) else {
                throw PlanError(text: "skus.parts: \(part.sellerSKU) is not a SKU of the shop")
            }
            return .init(
                skuID: sku.id, productID: sku.productID, sellerSKU: sku.sellerSKU, units: max(1, part.units))
        }
    }

    private mutating func fill(_ sku: SKU, _ variant: ProductPlan.Variant, shop: Shop) {
        for (index, warehouse) in shop.salesWarehouses.enumerated() {
            let units = variant.stock.isEmpty ? 0 : variant.stock[min(index, variant.stock.count - 1)]
            let level = StockLevel(
                available: max(0, units), campaignLocked: index == 0 ? variant.campaignLocked : 0,
                creatorLocked: index == 0 ? variant.creatorLocked : 0)
            tiktok.stock.open(Shelf(skuID: sku.id, warehouseID: warehouse.id), level: level, at: now)
        }
    }

    /// Takes a product on or off sale.
    mutating func setStatus(_ status: Product.Status, of productID: String) {
        guard var product = tiktok.products[productID], product.status != status else { return }
        product.status = status
        product.updated = now
        tiktok.products[productID] = product
        announceStatus(of: product)
    }
}
