/// Correcting a tracking number: once, and within 72 hours.
extension World {
    mutating func fixTracking(package id: String, shop: Shop, number: String, providerID: String) throws {
        guard let package = tiktok.packages.find(id, shop: shop.id),
            let order = package.orderIDs.first.flatMap({ tiktok.orders[$0] })
        else { throw TikTokError.fulfillment("package_id: package \(id) not found") }
        guard let shipped = package.shipped, let old = package.tracking, package.status != .cancelled else {
            throw TikTokError.notShippedYet
        }
        guard package.shipping == .seller else { throw TikTokError.wrongShipCall }
        guard package.fixes == 0 else { throw TikTokError.fixedBefore }
        guard now - shipped <= pace.real(Timetable.trackingFix) else { throw TikTokError.fixedTooLate }
        let new = try tracking(number: number, providerID: providerID, for: order)
        tiktok.packagesByTracking[old.number]?.removeAll { $0 == id }
        tiktok.packagesByTracking[new.number, default: []].append(id)
        change(package: id) {
            $0.tracking = new
            $0.fixes += 1
        }
        if shippo.trackStatus(of: new.number) == .preTransit { expectPickUp(of: new.number) }
        change(order: order.id) { $0.trackingFixes += 1 }
    }

    /// The same for an order: its only shipped package.
    mutating func fixTracking(order id: String, shop: Shop, number: String, providerID: String) throws {
        guard let order = tiktok.orders.find(id, shop: shop.id) else {
            throw TikTokError.fulfillment("order_id: order \(id) not found")
        }
        let shipped = order.packageIDs.filter { tiktok.packages[$0]?.shipped != nil }
        guard let package = shipped.first else { throw TikTokError.notShippedYet }
        guard shipped.count == 1 else { throw TikTokError.fulfillment("order_id: the order has several packages") }
        try fixTracking(package: package, shop: shop, number: number, providerID: providerID)
    }
}
