extension World {
    /// A wish for one SKU in one warehouse; without a warehouse where the SKU has only one.
    struct Quantity: Sendable {
        let warehouseID: String?
        let quantity: Int
    }

    /// What went wrong with one SKU of an update whose envelope still says success.
    struct StockRefusal: Sendable {
        let skuID: String
        let error: TikTokError
        var perWarehouse: [(warehouseID: String, error: TikTokError)] = []
    }

    /// Sets the available stock of SKUs of one product. Each SKU is taken whole or refused alone.
    mutating func setStock(
        of product: Product, _ wishes: [(skuID: String, quantities: [Quantity])], caller: String
    ) throws -> [StockRefusal] {
        for wish in wishes { try requireEveryWarehouse(wish.skuID, wish.quantities, shop: product.shopID) }
        var refusals: [StockRefusal] = []
        for wish in wishes {
            if let refusal = refusal(of: wish.skuID, wish.quantities, product: product) {
                refusals.append(refusal)
            } else {
                set(wish.skuID, wish.quantities, product: product, caller: caller)
            }
        }
        return refusals
    }

    /// A warehouse that the shop does not have is judged with its SKU; one that is left out spoils the whole call.
    private func requireEveryWarehouse(_ skuID: String, _ quantities: [Quantity], shop: String) throws {
        let known = Set(tiktok.warehouses(of: skuID))
        let isSingle = known.count == 1 && quantities.count == 1 && quantities[0].warehouseID == nil
        let named = quantities.compactMap(\.warehouseID)
        let isForeign = !Set(named).isSubset(of: tiktok.shops[shop]?.warehouses.map(\.id) ?? [])
        guard isSingle || isForeign || known.isSubset(of: named) else { throw TikTokError.warehouseLeftOut }
    }

    private func refusal(of skuID: String, _ quantities: [Quantity], product: Product) -> StockRefusal? {
        guard let sku = product.skus.first(where: { $0.id == skuID }) else {
            return StockRefusal(skuID: skuID, error: .skuNotOfProduct)
        }
        guard sku.components.isEmpty else {
            return StockRefusal(skuID: skuID, error: .product("The stock of a bundle follows its parts"))
        }
        let failures = quantities.compactMap { wish in
            problem(with: wish, skuID: skuID).map { (warehouseID: wish.warehouseID ?? "", error: $0) }
        }
        return failures.isEmpty ? nil : StockRefusal(skuID: skuID, error: .checkFailed, perWarehouse: failures)
    }

    private func problem(with wish: Quantity, skuID: String) -> TikTokError? {
        let warehouses = tiktok.warehouses(of: skuID)
        guard let warehouse = wish.warehouseID ?? warehouses.first, warehouses.contains(warehouse) else {
            return .unknownWarehouse
        }
        guard ((tiktok.acceptsZeroQuantity ? 0 : 1)...99_999).contains(wish.quantity) else {
            return .quantityOutOfRange
        }
        let level = tiktok.stock.level(Shelf(skuID: skuID, warehouseID: warehouse))
        return wish.quantity < level.locked ? .belowLocked : nil
    }

    private mutating func set(_ skuID: String, _ quantities: [Quantity], product: Product, caller: String) {
        guard let shop = tiktok.shops[product.shopID] else { return }
        let before = tiktok.total(of: skuID).available
        for wish in quantities {
            guard let warehouse = wish.warehouseID ?? tiktok.warehouses(of: skuID).first else { continue }
            tiktok.stock.set(Shelf(skuID: skuID, warehouseID: warehouse), to: wish.quantity, by: caller, at: now)
        }
        let delta = tiktok.total(of: skuID).available - before
        if delta != 0 {
            announceStock(skuID, shop: shop, source: "INVENTORY_UPDATE", delta: (delta, 0))
        }
    }
}
