import TikTokShop

/// Which of the channel's shipping services a parcel goes with.
enum ServiceChoice {
    /// The cheapest; of equally cheap ones the one that arrives earlier, then the first. Services without an id or a
    /// price that can be read are left out; nil when none is left.
    static func cheapest(of services: [ShippingService]) -> ShippingService? {
        let offers = services.compactMap { service in
            price(service).map { (service: service, price: $0, days: service.latestDays ?? .max) }
        }
        return offers.min { ($0.price, $0.days) < ($1.price, $1.days) }?.service
    }

    /// In minor units of its own currency: the channel offers all services of a market in one.
    private static func price(_ service: ShippingService) -> Int64? {
        guard service.id?.nonEmpty != nil, let text = service.price?.nonEmpty,
            let currency = try? AmountReader.currency(service.currency, "currency")
        else { return nil }
        return try? AmountReader(currency: currency).minorUnits(text, "price")
    }
}
