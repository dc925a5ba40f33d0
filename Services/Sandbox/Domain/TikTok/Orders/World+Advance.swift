/// Pushing orders on by hand.
extension World {
    /// Moves an order to its next stage now; what the seller has not shipped is shipped as if in Seller Center.
    mutating func advance(order id: String) {
        guard let order = tiktok.orders[id] else { return }
        let packages = order.packageIDs.filter { tiktok.packages[$0]?.status != .cancelled }
        switch order.status {
        case .unpaid: pay(id)
        case .onHold: release(id)
        case .awaitingShipment, .partiallyShipping: shipInSellerCenter(order)
        case .awaitingCollection: packages.forEach { collect($0) }
        case .inTransit: packages.forEach { deliver($0) }
        case .delivered: complete(id)
        case .completed, .cancelled: break
        }
    }

    private mutating func shipInSellerCenter(_ order: Order) {
        guard let shop = tiktok.shops[order.shopID] else { return }
        if order.kind.isFulfilledByTikTok { return shipFromPlatform(order.id) }
        let waiting = order.packageIDs.first { tiktok.packages[$0]?.status == .toFulfill }
        let lines = order.lines.filter { $0.status == .awaitingShipment }.map(\.id)
        let provider = order.deliveryOption.providers.first
        let package =
            waiting
            ?? enterPackage(
                shop: shop, contents: [.init(orderID: order.id, lineIDs: lines)], shipping: order.shipping
            ).id
        hand(over: package, tracking: platformTracking(order, provider: provider))
    }
}
