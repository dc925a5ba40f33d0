/// Webhooks about stock and products; several of them carry ids as JSON numbers, beyond what a double holds.
extension World {
    mutating func announceStock(
        of draws: [Draw], order: Order, source: String, delta: (Int) -> (available: Int, committed: Int)
    ) {
        guard let shop = tiktok.shops[order.shopID] else { return }
        announceStock(of: draws, shop: shop, source: source, delta: delta)
    }

    mutating func announceStock(
        of draws: [Draw], shop: Shop, source: String, delta: (Int) -> (available: Int, committed: Int)
    ) {
        for draw in draws {
            announceStock(draw.skuID, shop: shop, source: source, delta: delta(draw.units))
        }
    }

    /// Webhook 71: the whole stock of a SKU after a change, and 27 when little is left.
    mutating func announceStock(
        _ skuID: String, shop: Shop, source: String, delta: (available: Int, committed: Int)
    ) {
        guard let sku = tiktok.skus[skuID] else { return }
        let total = tiktok.total(of: skuID)
        announce(
            .inventoryChange, shop: shop.id,
            [
                "event_id": .string(dice.hex(32)), "occurred_at": .string(now.iso8601), "shop_id": number(shop.id),
                "product_id": number(sku.productID), "sku_id": number(skuID),
                "quantity_snapshot_after_change": [
                    "total_quantity": .int(total.available + total.committed),
                    "total_available_quantity": .int(total.available),
                    "total_committed_quantity": .int(total.committed),
                    "in_shop_quantity": .int(total.available - total.locked),
                    "campaign_locked_quantity": .int(total.campaignLocked),
                    "creator_locked_quantity": .int(total.creatorLocked),
                ],
                "change_detail": [
                    [
                        "idempotency_key": .string(dice.hex(32)), "trigger_source": .string(source),
                        "occurred_at": .string(now.iso8601), "available_delta": .int(delta.available),
                        "committed_delta": .int(delta.committed),
                    ]
                ],
            ], subject: skuID)
        let isFalling = delta.available < 0
        if isFalling, total.available <= tiktok.lowStock, total.available - delta.available > tiktok.lowStock {
            announceLowStock(sku, total: total, shop: shop)
        }
    }

    private mutating func announceLowStock(_ sku: SKU, total: StockLevel, shop: Shop) {
        announce(
            .lowStock, shop: shop.id,
            [
                "product_id": .string(sku.productID), "sku_id": .string(sku.id),
                "trigger_reason": [
                    "alert_type": "REALTIME", "lead_days": 0, "low_stock_threshold": .int(tiktok.lowStock),
                ],
                "current_inventory_status": "LOW_STOCK",
                "inventory_distribution": [
                    "total_quantity": .int(total.available + total.committed),
                    "available_quantity": .int(total.available),
                    "creator_reserved_quantity": .int(total.creatorLocked),
                    "campaign_reserved_quantity": .int(total.campaignLocked),
                    "committed_quantity": .int(total.committed),
                ],
                "update_time": .int(now.seconds),
            ], subject: sku.id)
    }

    mutating func announceCreation(of product: Product) {
        announce(
            .productCreation, shop: product.shopID,
            [
                "product_id": number(product.id), "product_types": ["NORMAL"], "update_time": .int(now.seconds),
            ], subject: product.id)
    }

    mutating func announceStatus(of product: Product) {
        announce(
            .productStatus, shop: product.shopID,
            [
                "product_id": number(product.id), "status": "PRODUCT_STATUS_CHANGED", "suspended_reason": "",
                "update_time": .int(now.seconds),
            ], subject: product.id)
    }

    /// An id as a JSON number, as some webhooks really send it.
    private func number(_ id: String) -> JSON {
        Int(id).map(JSON.int) ?? .string(id)
    }
}
