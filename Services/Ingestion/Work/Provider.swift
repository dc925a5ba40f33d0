import TikTokShop

/// The channel's own id of a carrier, for one order.
enum Provider {
    case found(String)
    /// There is none; in a sentence, with those that there are.
    case missing(String)
}

extension ChannelDesk {
    /// Asks which of the channel's carriers is meant by ours; they differ by the order's delivery option.
    func provider(of carrier: String, _ order: TikTokShop.Order, _ shop: OpenShop) async throws -> Provider {
        guard let option = order.deliveryOptionID?.nonEmpty else {
            return .missing("the order names no delivery option")
        }
        let providers = try await channel.send(GetShippingProviders(deliveryOptionID: option), as: shop.access).items
        if let id = ShipRefusal.provider(carrier, among: providers)?.id { return .found(id) }
        let names = providers.compactMap(\.name).sorted().joined(separator: ", ")
        return .missing("\(carrier) is none of the channel's carriers for this order: \(names)")
    }
}
