/// Reading orders.
enum OrderAnswers {
    private struct Filter: Decodable {
        var orderStatus: String?
        var createTimeGe: Int?
        var createTimeLt: Int?
        var updateTimeGe: Int?
        var updateTimeLt: Int?
        var shippingType: String?
        var buyerUserId: String?
        var isBuyerRequestCancel: Bool?
        var warehouseIds: [String]?

        func fits(_ order: Order) -> Bool {
            (orderStatus.map { $0 == order.status.rawValue } ?? true)
                && isWithin(order.created.seconds, createTimeGe, createTimeLt)
                && isWithin(order.updated.seconds, updateTimeGe, updateTimeLt)
                && (shippingType.map { $0 == order.shipping.rawValue } ?? true)
                && (buyerUserId.map { $0 == order.buyer.id } ?? true)
                && (isBuyerRequestCancel.map { $0 == (order.pendingCancellation != nil) } ?? true)
                && (warehouseIds.map { $0.isEmpty || $0.contains(order.warehouseID) } ?? true)
        }
    }

    @Sendable static func search(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let filter = try call.body(Filter.self, TikTokError.order)
        if let status = filter.orderStatus, OrderStatus(rawValue: status) == nil {
            throw TikTokError.order("Invalid parameter: order_status")
        }
        if (filter.warehouseIds?.count ?? 0) > 100 { throw TikTokError.order("Invalid parameter: warehouse_ids") }
        let request = try call.page(1...100, default: 20)
        let isByUpdate = try call.sortField(["create_time", "update_time"]) == "update_time"
        let keys = world.tiktok.orders.keys(
            shop: try call.shop().id, by: { isByUpdate ? $0.updated.seconds : $0.created.seconds }, where: filter.fits)
        let page = Page(keys, request)
        return [
            "orders": .array(page.ids.compactMap { world.tiktok.orders[$0] }.map { world.json($0) }),
            "next_page_token": .string(page.nextToken), "total_count": .int(page.total),
        ]
    }

    @Sendable static func detail(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let ids = (call.request.query["ids"] ?? "").split(separator: ",").map(String.init)
        guard (1...50).contains(ids.count) else {
            throw TikTokError.order("Invalid parameter: ids must hold 1 to 50 order ids")
        }
        let shop = try call.shop().id
        let orders = ids.compactMap { world.tiktok.orders.find($0, shop: shop) }
        return ["orders": .array(orders.map { world.json($0) })]
    }
}

/// Bounds of time filters: the lower one belongs to the window, the upper one does not.
func isWithin(_ value: Int, _ from: Int?, _ below: Int?) -> Bool {
    value >= from ?? Int.min && value < below ?? Int.max
}
