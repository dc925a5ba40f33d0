/// Reading and deciding cancellations.
enum CancellationAnswers {
    private struct Filter: Decodable {
        var cancelIds: [String]?
        var orderIds: [String]?
        var cancelTypes: [String]?
        var cancelStatus: [String]?
        var createTimeGe: Int?
        var createTimeLt: Int?
        var updateTimeGe: Int?
        var updateTimeLt: Int?

        func fits(_ cancellation: Cancellation) -> Bool {
            (cancelIds.map { $0.contains(cancellation.id) } ?? true)
                && (orderIds.map { $0.contains(cancellation.orderID) } ?? true)
                && (cancelTypes.map { $0.contains(cancellation.type) } ?? true)
                && (cancelStatus.map { $0.contains(cancellation.status.rawValue) } ?? true)
                && isWithin(cancellation.created.seconds, createTimeGe, createTimeLt)
                && isWithin(cancellation.updated.seconds, updateTimeGe, updateTimeLt)
        }
    }

    @Sendable static func search(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let filter = try call.body(Filter.self, TikTokError.afterSale)
        let request = try call.page(1...50, default: 10)
        let isByUpdate = try call.sortField(["create_time", "update_time"]) == "update_time"
        let keys = world.tiktok.cancellations.keys(
            shop: try call.shop().id, by: { isByUpdate ? $0.updated.seconds : $0.created.seconds }, where: filter.fits)
        let page = Page(keys, request)
        return [
            "cancellations": .array(page.ids.compactMap { world.tiktok.cancellations[$0] }.map { world.json($0) }),
            "next_page_token": .string(page.nextToken), "total_count": .int(page.total),
        ]
    }

    private struct Wish: Decodable {
        struct Part: Decodable {
            let skuId: String
            let quantity: Int
        }
        let orderId: String
        let cancelReason: String
        var skus: [Part]?
        var orderLineItemIds: [String]?
    }

    /// The seller cancels: the whole order, or some lines in the US and UK.
    @Sendable static func create(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let wish = try call.body(Wish.self, TikTokError.afterSale)
        guard let order = world.tiktok.orders.find(wish.orderId, shop: try call.shop().id) else {
            throw TikTokError(code: 25_020_005, message: "The order does not belong to the shop")
        }
        let lines = try lines(wish, of: order)
        guard order.status < .awaitingCollection, order.status != .unpaid else {
            throw TikTokError.afterSale("order_id: an order at \(order.status.rawValue) cannot be cancelled")
        }
        let cancellation = world.cancel(order: order.id, lines: lines, role: .seller, reason: wish.cancelReason)
        return ["cancel_id": .optional(cancellation?.id), "cancel_status": .optional(cancellation?.status.rawValue)]
    }

    private static func lines(_ wish: Wish, of order: Order) throws -> [String]? {
        var waiting = order.lines.filter { $0.status == .awaitingShipment }
        var chosen: [String] = wish.orderLineItemIds ?? []
        guard Set(chosen).isSubset(of: waiting.map(\.id)) else {
            throw TikTokError.afterSale("order_line_item_ids: not open lines of the order")
        }
        for part in wish.skus ?? [] {
            let units = waiting.filter { $0.sku.id == part.skuId }.prefix(max(0, part.quantity)).map(\.id)
            guard units.count == part.quantity else { throw TikTokError.afterSale("skus: \(part.skuId)") }
            chosen += units
            waiting.removeAll { units.contains($0.id) }
        }
        let isWhole = chosen.isEmpty || chosen.count == order.openLines.count
        guard isWhole || ["US", "GB"].contains(order.market.region) else {
            throw TikTokError.afterSale("skus: orders of this market can only be cancelled whole")
        }
        return chosen.isEmpty ? nil : chosen
    }

    private struct Rejection: Decodable {
        var rejectReason: String?
    }

    @Sendable static func approve(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        try decide(&world, call) { world, id in world.approve(cancellation: id) }
    }

    @Sendable static func reject(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        guard let reason = try call.body(Rejection.self, TikTokError.afterSale).rejectReason, !reason.isEmpty else {
            throw TikTokError.afterSale("Invalid parameter: reject_reason")
        }
        return try decide(&world, call) { world, id in world.reject(cancellation: id, reason: reason) }
    }

    /// A decision that came before under the same idempotency key is answered again, not made again.
    private static func decide(
        _ world: inout World, _ call: TikTokCall, _ act: (inout World, String) -> Void
    ) throws -> JSON {
        let key = call.request.query["idempotency_key"].map { "\(call.pass.app.key) \(call.request.path) \($0)" }
        if let reply = world.tiktok.replies.reply(to: key) { return reply }
        guard let cancellation = world.tiktok.cancellations.find(call.ids[0], shop: try call.shop().id) else {
            throw TikTokError.afterSale("cancel_id: cancellation \(call.ids[0]) not found")
        }
        guard cancellation.status == .pending else {
            throw TikTokError.afterSale("cancel_id: the cancellation is at \(cancellation.status.rawValue)")
        }
        act(&world, cancellation.id)
        world.tiktok.replies.keep([:], for: key)
        return [:]
    }
}

extension World {
    func json(_ cancellation: Cancellation) -> JSON {
        let order = tiktok.orders[cancellation.orderID]
        let deadline = cancellation.status == .pending ? cancellation.deadline : nil
        return [
            "cancel_id": .string(cancellation.id), "order_id": .string(cancellation.orderID),
            "cancel_type": .string(cancellation.type), "cancel_status": .string(cancellation.status.rawValue),
            "role": .string(cancellation.role.rawValue), "cancel_reason": .string(cancellation.reason),
            "create_time": .int(cancellation.created.seconds), "update_time": .int(cancellation.updated.seconds),
            "cancel_line_items": .array(lineItems(cancellation.lineIDs, of: order)),
            "seller_next_action_response": Self.nextAction("SELLER_RESPOND_BUYER_CANCEL", deadline),
            "refund_amount": json(cancellation.refund, of: order), "should_replenish_stock": true,
        ]
    }

    static func nextAction(_ action: String, _ deadline: Moment?) -> JSON {
        deadline.map { [["action": .string(action), "deadline": .int($0.seconds)]] } ?? []
    }

    func lineItems(_ ids: [String], of order: Order?) -> [JSON] {
        (order?.lines ?? []).filter { ids.contains($0.id) }.map { line in
            [
                "order_line_item_id": .string(line.id), "sku_id": .string(line.sku.id),
                "product_id": .string(line.sku.productID), "seller_sku": .string(line.sku.sellerSKU),
            ]
        }
    }

    func json(_ refund: Refund, of order: Order?) -> JSON {
        let currency = order?.market.currency ?? .usDollar
        return [
            "currency": .string(currency.code), "refund_total": .string(currency.text(refund.total)),
            "refund_subtotal": .string(currency.text(refund.subTotal)),
            "refund_shipping_fee": .string(currency.text(refund.shipping)),
            "refund_tax": .string(currency.text(refund.tax)),
        ]
    }
}
