/// Which call ships an order. The wrong one for the market is error 21008106.
public enum ShipCall: Sendable, Hashable {
    /// ``MarkShipped``, with the seller's own tracking number.
    case markShipped
    /// ``QueryShippingServices``, then ``CreatePackage``, then the document.
    case createPackage
    /// ``ShipPackage``, then the document.
    case shipPackage
    /// ``ShipPackage`` with the seller's own tracking number.
    case shipPackageBySeller
    /// None, and why.
    case unsupported(reason: String)

    /// The call for an order, by the region of its shop, whose label it ships under, and who packs it.
    ///
    /// Europe and Japan may also create packages since 202512; shipping the package that is there works everywhere and
    /// is confirmed by more sources.
    public static func choose(region: String, shippingType: ShippingType, fulfillment: FulfillmentType = .seller)
        -> ShipCall
    {
        guard fulfillment == .seller else { return .unsupported(reason: "\(fulfillment): the seller does not ship it") }
        guard let market = Market(region: region) else {
            return .unsupported(reason: "no ship call is published for the market '\(region)'")
        }
        guard market != .brazil else {
            return .unsupported(reason: "Brazil needs an invoice before shipping")
        }
        switch shippingType {
        case .seller: return bySeller(market)
        case .tiktok: return byTikTok(market)
        default: return .unsupported(reason: "shipping type '\(shippingType)' has no ship call")
        }
    }

    private static func bySeller(_ market: Market) -> ShipCall {
        switch market {
        case .unitedStates, .europe, .japan: .markShipped
        case .southEastAsia, .latinAmerica, .brazil: .shipPackageBySeller
        }
    }

    private static func byTikTok(_ market: Market) -> ShipCall {
        switch market {
        case .unitedStates: .createPackage
        case .europe, .japan, .southEastAsia, .latinAmerica, .brazil: .shipPackage
        }
    }
}
