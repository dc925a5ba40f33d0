extension World {
    /// The orders that a shipping call names, if each may be shipped by it; the first thing that forbids it is thrown.
    mutating func shippable(_ id: String, shop: Shop, call: ShipCall) throws -> Order {
        guard let order = tiktok.orders.find(id, shop: shop.id) else {
            throw TikTokError.fulfillment("order_id: order \(id) not found")
        }
        if order.status == .cancelled { throw TikTokError.cancelled }
        if order.kind.isFulfilledByTikTok { throw TikTokError.fulfilledByTikTok }
        if order.status == .unpaid || order.status == .onHold { throw TikTokError.onHold }
        guard order.market.accepts(call, for: order.shipping) else { throw TikTokError.wrongShipCall }
        if order.status > .partiallyShipping { throw TikTokError.alreadyShipped }
        try settlePendingCancellation(of: order)
        return order
    }

    /// In the US shipping answers a pending request to cancel with no; elsewhere the request stops shipping.
    private mutating func settlePendingCancellation(of order: Order) throws {
        guard let pending = order.pendingCancellation else { return }
        guard order.market.family == .unitedStates else { throw TikTokError.afterSalePending }
        reject(cancellation: pending, reason: "order_was_shipped")
    }

    /// The lines of a shipping call: all that are open, or those named, none of which may be shipped already.
    func linesToShip(_ order: Order, named ids: [String]?) throws -> [String] {
        let waiting = order.lines.filter { $0.status == .awaitingShipment }.map(\.id)
        guard let ids, !ids.isEmpty else { return waiting }
        guard Set(ids).isSubset(of: order.lines.map(\.id)) else {
            throw TikTokError.fulfillment("order_line_item_ids: not lines of order \(order.id)")
        }
        guard Set(ids).isSubset(of: waiting) else { throw TikTokError.alreadyShipped }
        return ids
    }

    /// The tracking of a parcel that the seller ships, checked against the order's delivery option.
    func tracking(number: String, providerID: String, for order: Order) throws -> Package.Tracking {
        guard TrackingNumber.isWellFormed(number),
            let provider = order.deliveryOption.providers.first(where: { $0.id == providerID })
        else { throw TikTokError.badTracking }
        guard TrackingNumber.fits(number, provider: provider.name) else { throw TikTokError.foreignTracking }
        guard isFree(number, for: order) else { throw TikTokError.duplicateTracking }
        return Package.Tracking(number: number, provider: provider)
    }

    /// A number may return on at most 20 orders to the same recipient: that is how orders are combined.
    private func isFree(_ number: String, for order: Order) -> Bool {
        let others = (tiktok.packagesByTracking[number] ?? []).compactMap { tiktok.packages[$0] }
            .flatMap(\.orderIDs).compactMap { tiktok.orders[$0] }.filter { $0.id != order.id }
        return others.count < 20 && others.allSatisfy { $0.buyer.id == order.buyer.id || $0.address == order.address }
    }
}
