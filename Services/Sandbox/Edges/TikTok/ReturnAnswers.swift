/// Reading and deciding returns.
enum ReturnAnswers {
    private struct Filter: Decodable {
        var returnIds: [String]?
        var orderIds: [String]?
        var returnTypes: [String]?
        var returnStatus: [String]?
        var createTimeGe: Int?
        var createTimeLt: Int?
        var updateTimeGe: Int?
        var updateTimeLt: Int?

        func fits(_ wish: ReturnCase) -> Bool {
            (returnIds.map { $0.contains(wish.id) } ?? true) && (orderIds.map { $0.contains(wish.orderID) } ?? true)
                && (returnTypes.map { $0.contains(wish.kind.rawValue) } ?? true)
                && (returnStatus.map { $0.contains(wish.status.rawValue) } ?? true)
                && isWithin(wish.created.seconds, createTimeGe, createTimeLt)
                && isWithin(wish.updated.seconds, updateTimeGe, updateTimeLt)
        }
    }

    @Sendable static func search(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let filter = try call.body(Filter.self, TikTokError.afterSale)
        let request = try call.page(10...50, default: 10)
        let isByUpdate = try call.sortField(["create_time", "update_time"]) == "update_time"
        let keys = world.tiktok.returns.keys(
            shop: try call.shop().id, by: { isByUpdate ? $0.updated.seconds : $0.created.seconds }, where: filter.fits)
        let page = Page(keys, request)
        return [
            "return_orders": .array(page.ids.compactMap { world.tiktok.returns[$0] }.map { world.json($0) }),
            "next_page_token": .string(page.nextToken), "total_count": .int(page.total),
        ]
    }

    private struct Decision: Decodable {
        let decision: String
        var rejectReason: String?
    }

    @Sendable static func approve(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let decision = try call.body(Decision.self, TikTokError.afterSale).decision
        guard !decision.hasPrefix("REJECT") else { throw TikTokError.afterSale("Invalid parameter: decision") }
        return try decide(decision, &world, call)
    }

    @Sendable static func reject(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let wish = try call.body(Decision.self, TikTokError.afterSale)
        guard wish.decision.hasPrefix("REJECT") else { throw TikTokError.afterSale("Invalid parameter: decision") }
        guard wish.rejectReason?.isEmpty == false else {
            throw TikTokError.afterSale("Invalid parameter: reject_reason")
        }
        return try decide(wish.decision, &world, call)
    }

    private static func decide(_ decision: String, _ world: inout World, _ call: TikTokCall) throws -> JSON {
        let key = call.request.query["idempotency_key"].map { "\(call.pass.app.key) \(call.request.path) \($0)" }
        if let reply = world.tiktok.replies.reply(to: key) { return reply }
        guard let wish = world.tiktok.returns.find(call.ids[0], shop: try call.shop().id) else {
            throw TikTokError.afterSale("return_id: return \(call.ids[0]) not found")
        }
        try world.decide(return: wish.id, decision)
        world.tiktok.replies.keep([:], for: key)
        return [:]
    }

    @Sendable static func rejectReasons(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        guard call.request.query["return_or_cancel_id"] != nil else {
            throw TikTokError.afterSale("Invalid parameter: return_or_cancel_id")
        }
        return [
            "reasons": [
                ["name": "seller_reject_parcel_on_its_way", "text": "The parcel is on its way"],
                ["name": "seller_reject_item_as_described", "text": "The item is as described"],
            ]
        ]
    }

    /// Which after-sales acts an order allows, with the reasons to choose from.
    @Sendable static func eligibility(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        guard let order = world.tiktok.orders.find(call.ids[0], shop: try call.shop().id) else {
            throw TikTokError.afterSale("order_id: order \(call.ids[0]) not found")
        }
        let cancels = order.status > .unpaid && order.status < .awaitingCollection
        let returns = order.status == .delivered
        let lines = Dictionary(grouping: order.openLines, by: \.sku.id).sorted { $0.key < $1.key }
        return [
            "sku_eligibility": .array(
                lines.map { sku, lines in
                    [
                        "sku_id": .string(sku),
                        "line_item_eligibility": [
                            eligibility("CANCEL", cancels, lines.map(\.id), sellerReasons),
                            eligibility("RETURN_AND_REFUND", returns, lines.map(\.id), []),
                        ],
                    ]
                })
        ]
    }

    /// The reasons for which a seller may cancel.
    private static let sellerReasons = ["seller_cancel_reason_out_of_stock", "seller_cancel_reason_wrong_price"]

    private static func eligibility(_ type: String, _ isEligible: Bool, _ lines: [String], _ reasons: [String]) -> JSON
    {
        [
            "request_type": .string(type), "eligible": .bool(isEligible), "order_line_items_ids": .strings(lines),
            "available_reason_names": .strings(isEligible ? reasons : []),
        ]
    }
}

extension World {
    func json(_ wish: ReturnCase) -> JSON {
        let order = tiktok.orders[wish.orderID]
        let action = wish.status == .shipped ? "SELLER_RESPOND_RECEIVE_PACKAGE" : "SELLER_RESPOND_RETURN"
        return [
            "return_id": .string(wish.id), "order_id": .string(wish.orderID), "role": "BUYER",
            "return_type": .string(wish.kind.rawValue), "return_status": .string(wish.status.rawValue),
            "return_reason": .string(wish.reason), "return_tracking_number": .string(wish.tracking?.number ?? ""),
            "create_time": .int(wish.created.seconds), "update_time": .int(wish.updated.seconds),
            "return_line_items": .array(lineItems(wish.lineIDs, of: order)),
            "seller_next_action_response": Self.nextAction(action, wish.deadline),
            "refund_amount": json(wish.refund, of: order),
        ]
    }
}
