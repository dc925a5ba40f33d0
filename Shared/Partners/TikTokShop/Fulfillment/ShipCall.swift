/// Which call ships an order. The wrong one for the market is error 21008106.
public enum ShipCall: Sendable, Hashable {
    /// ``MarkShipped``, with the seller's own tracking number.
    case markShipped
    /// ``CreatePackage``, with a service of ``QueryShippingServices`` where the market offers them, then the document.
    case createPackage
    /// ``ShipPackage``, then the document.
    case shipPackage
    /// ``ShipPackage`` with the seller's own tracking number.
    case shipPackageBySeller
    /// None, and why.
    case unsupported(reason: String)

    /// The call for an order, by the region of its shop, whose label it ships under, and who packs it.
    ///
    /// Europe and Japan may also create packages since 202512. Where the order names a package, shipping that one is
    /// confirmed by more sources; in the United States and the United Kingdom no order names one before it is shipped.
    ///
    /// - Parameter hasPackage: Whether the order names a package.
    public static func choose(
        region: String, shippingType: ShippingType, fulfillment: FulfillmentType = .seller, hasPackage: Bool = true
    ) -> ShipCall {
        guard fulfillment == .seller else { return .unsupported(reason: "\(fulfillment): the seller does not ship it") }
        guard let market = Market(region: region) else {
            return .unsupported(reason: "no ship call is published for the market '\(region)'")
        }
        guard market != .brazil else {
            return .unsupported(reason: "Brazil needs an invoice before shipping")
        }
        switch shippingType {
        case .seller: return bySeller(market)
        case .tiktok: return byTikTok(market, hasPackage)
        default: return .unsupported(reason: "shipping type '\(shippingType)' has no ship call")
        }
    }

    private static func bySeller(_ market: Market) -> ShipCall {
        switch market {
        case .unitedStates, .unitedKingdom, .europe, .japan: .markShipped
        case .southEastAsia, .latinAmerica, .brazil: .shipPackageBySeller
        }
    }

    private static func byTikTok(_ market: Market, _ hasPackage: Bool) -> ShipCall {
        switch market {
        case .unitedStates, .unitedKingdom: .createPackage
        case .europe, .japan: hasPackage ? .shipPackage : .createPackage
        case .southEastAsia, .latinAmerica, .brazil: .shipPackage
        }
    }
}
