public import Outbound

/// A carrier as the channel knows it. Its id belongs to a delivery option: the same carrier has others elsewhere.
public struct ShippingProvider: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "shipping_providers"

    /// The channel's id, for ship calls.
    @Loose public var id: String?
    /// Such as `USPS`.
    @Loose public var name: String?

    /// An empty one, to be filled.
    public init() {}
}

/// The carriers of a delivery option, which must be one of the seller's own.
public struct GetShippingProviders: TikTokShopCall {
    /// The carriers; no further pages exist.
    public typealias Reply = Page<ShippingProvider>
    /// "Get Shipping Providers".
    public static let endpoint = Endpoint.shippingProviders

    /// Which delivery option, as the order names it.
    public let deliveryOptionID: String

    /// The carriers of one option.
    public init(deliveryOptionID: String) {
        self.deliveryOptionID = deliveryOptionID
    }

    /// The option stands in the path.
    public var pathArguments: [String] { [deliveryOptionID] }
}
