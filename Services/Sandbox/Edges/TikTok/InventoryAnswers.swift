/// Reading and setting stock.
enum InventoryAnswers {
    private struct Filter: Decodable {
        var productIds: [String]?
        var skuIds: [String]?
    }

    /// By SKUs if any are given, else by products; every reading is noted in the journal.
    @Sendable static func search(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let filter = try call.body(Filter.self, TikTokError.product)
        guard (filter.productIds?.count ?? 0) <= 100, (filter.skuIds?.count ?? 0) <= 600 else {
            throw TikTokError.product("Invalid parameter: at most 100 product_ids or 600 sku_ids")
        }
        let shop = try call.shop()
        let wanted = try products(filter, shop: shop, world)
        for sku in wanted.flatMap(\.skus) {
            for warehouse in world.tiktok.warehouses(of: sku.id) where sku.components.isEmpty {
                let shelf = Shelf(skuID: sku.id, warehouseID: warehouse)
                world.tiktok.stock.read(shelf, by: call.caller, at: world.now)
            }
        }
        return [
            "inventory": .array(
                wanted.map { product, skus in
                    ["product_id": .string(product.id), "skus": .array(skus.map { world.stockJSON($0) })]
                })
        ]
    }

    private static func products(
        _ filter: Filter, shop: Shop, _ world: World
    ) throws -> [(product: Product, skus: [SKU])] {
        let own = shop.productIDs.compactMap { world.tiktok.products[$0] }
        if let ids = filter.skuIds, !ids.isEmpty {
            return own.compactMap { product in
                let skus = product.skus.filter { ids.contains($0.id) }
                return skus.isEmpty ? nil : (product, skus)
            }
        }
        guard let ids = filter.productIds, !ids.isEmpty else {
            throw TikTokError.product("Invalid parameter: product_ids or sku_ids is required")
        }
        return own.filter { ids.contains($0.id) }.map { ($0, $0.skus) }
    }

    private struct Update: Decodable {
        struct Item: Decodable {
            struct Place: Decodable {
                var warehouseId: String?
                let quantity: Int
            }
            let id: String
            let inventory: [Place]
        }
        let skus: [Item]
    }

    @Sendable static func update(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let update = try call.body(Update.self, TikTokError.product)
        let product = try world.product(call.ids[0], of: try call.shop())
        guard !update.skus.isEmpty else { throw TikTokError.product("Invalid parameter: skus") }
        let wishes = update.skus.map { item in
            (
                skuID: item.id,
                quantities: item.inventory.map { World.Quantity(warehouseID: $0.warehouseId, quantity: $0.quantity) }
            )
        }
        let refusals = try world.setStock(of: product, wishes, caller: call.caller)
        return refusals.isEmpty ? [:] : ["errors": .array(refusals.map(\.json))]
    }
}

extension World {
    func stockJSON(_ sku: SKU) -> JSON {
        let total = tiktok.total(of: sku.id)
        return [
            "id": .string(sku.id), "seller_sku": .string(sku.sellerSKU),
            "total_available_quantity": .int(total.available), "total_committed_quantity": .int(total.committed),
            "warehouse_inventory": .array(
                tiktok.warehouses(of: sku.id).map { warehouse in
                    let level = tiktok.level(of: sku.id, in: warehouse)
                    return [
                        "warehouse_id": .string(warehouse), "available_quantity": .int(level.available),
                        "committed_quantity": .int(level.committed),
                    ]
                }),
            "total_available_inventory_distribution": [
                "in_shop_inventory": ["quantity": .int(total.available - total.locked)],
                "campaign_inventory": total.campaignLocked > 0
                    ? [["quantity": .int(total.campaignLocked), "campaign_name": "Demo week"]] : [],
                "creator_inventory": total.creatorLocked > 0
                    ? [["quantity": .int(total.creatorLocked), "creator_name": "demo_creator"]] : [],
            ],
        ]
    }
}

extension World.StockRefusal {
    var json: JSON {
        [
            "code": .int(error.code), "message": .string(error.message),
            "detail": [
                "sku_id": .string(skuID),
                "extra_errors": .array(
                    perWarehouse.map { warehouseID, error in
                        [
                            "warehouse_id": .string(warehouseID), "code": .int(error.code),
                            "message": .string(error.message),
                        ]
                    }),
            ],
        ]
    }
}
