/// The webhooks of the new model of returns, which come beside type 12: whether the partner goes on sending both is not
/// documented.
extension World {
    /// Webhook 64 on every change, 65 while goods are on their way back, 67 when the money is back.
    mutating func announceAfterSale(_ wish: ReturnCase) {
        announce(.afterSaleRequest, shop: wish.shopID, identity(wish, ["update_time": .int(wish.updated.seconds)]))
        if wish.kind == .returnAndRefund, let status = wish.rmaStatus {
            announce(
                .returnOfGoods, shop: wish.shopID,
                identity(
                    wish, ["rma_id": .string("\(wish.id)1"), "return_role": "BUYER", "rma_status": .string(status)]))
        }
        if wish.status == .complete { announceRefund(wish) }
    }

    private mutating func announceRefund(_ wish: ReturnCase) {
        guard let order = tiktok.orders[wish.orderID] else { return }
        let currency = order.market.currency
        let lines = order.lines.filter { wish.lineIDs.contains($0.id) }
        announce(
            .refundPaid, shop: wish.shopID,
            identity(
                wish,
                [
                    "refund_total": .string(currency.text(wish.refund.total)),
                    "refund_currency": .string(currency.code), "refund_timestamp": .int(now.seconds),
                    "line_items": .array(
                        lines.map { ["order_line_item_id": .string($0.id), "sku_id": .string($0.sku.id)] }),
                ]))
    }

    private func identity(_ wish: ReturnCase, _ more: JSON) -> JSON {
        let identity: JSON = [
            "order_id": .string(wish.orderID), "aftersales_request_id": .string(wish.id),
            "create_time": .int(wish.created.seconds),
        ]
        return identity.adding(more)
    }
}

extension ReturnCase {
    /// Where the goods are; our own words, since the partner's are not documented.
    fileprivate var rmaStatus: String? {
        switch status {
        case .awaitingBuyer: "AWAITING_BUYER_SHIP"
        case .shipped: hasArrived ? "RECEIVED" : "BUYER_SHIPPED_ITEM"
        case .parcelRejected: "REJECT_RECEIVE_PACKAGE"
        case .pending, .rejected, .success, .cancelled, .complete: nil
        }
    }
}
