/// The labels that the platform sells.
extension World {
    /// What the platform offers for an order: a slow and a fast service, priced by weight.
    func services(for order: Order) -> [ShippingService] {
        let grams = order.openLines.reduce(0) { $0 + (tiktok.products[$1.sku.productID]?.weight ?? 0) }
        return [("standard", 399, 3...6), ("express", 899, 1...2)].enumerated().map { index, offer in
            let (name, cents, days) = offer
            let carrier = order.market.carriers[min(index, order.market.carriers.count - 1)]
            return ShippingService(
                id: "72130000000000000\(order.market.carriers.count)\(index + 1)", name: "\(carrier) \(name)",
                provider: .init(id: "711799999999999999\(9 - index)", name: carrier),
                price: order.market.price(cents: cents + grams / 10), days: days)
        }
    }

    func service(_ id: String?, for order: Order) throws -> ShippingService {
        let offers = services(for: order)
        guard let id else { return offers[0] }
        guard let offer = offers.first(where: { $0.id == id }) else {
            throw TikTokError.fulfillment("shipping_service_id: not offered for order \(order.id)")
        }
        return offer
    }

    /// A document of a shipped package, while it may still be printed.
    func label(of id: String, shop: Shop) throws -> Package {
        guard let package = tiktok.packages.find(id, shop: shop.id) else {
            throw TikTokError.fulfillment("package_id: package \(id) not found")
        }
        guard package.shipping == .tiktok else { throw TikTokError.wrongShipCall }
        guard let shipped = package.shipped else { throw TikTokError.notShippedYet }
        guard package.status == .processing else { throw TikTokError.labelGone }
        guard now >= shipped + pace.real(Timetable.document) else { throw TikTokError.labelNotReady }
        return package
    }
}
