extension TikTokBooks {
    /// The stock of a SKU over all warehouses. A bundle has what its scarcest part allows, and nothing committed
    /// itself.
    func total(of skuID: String) -> StockLevel {
        warehouses(of: skuID).reduce(into: StockLevel(available: 0)) { total, warehouse in
            let level = level(of: skuID, in: warehouse)
            total.available += level.available
            total.committed += level.committed
            total.campaignLocked += level.campaignLocked
            total.creatorLocked += level.creatorLocked
        }
    }

    func warehouses(of skuID: String) -> [String] {
        guard let first = skus[skuID]?.components.first else { return stock.warehouses[skuID] ?? [] }
        return stock.warehouses[first.skuID] ?? []
    }

    func level(of skuID: String, in warehouse: String) -> StockLevel {
        guard let sku = skus[skuID], !sku.components.isEmpty else {
            return stock.level(Shelf(skuID: skuID, warehouseID: warehouse))
        }
        let sets = sku.components.map { part in
            stock.level(Shelf(skuID: part.skuID, warehouseID: warehouse)).available / max(1, part.units)
        }
        return StockLevel(available: sets.min() ?? 0)
    }
}
