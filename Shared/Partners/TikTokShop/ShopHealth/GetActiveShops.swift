public import Outbound

/// The shops of a seller that are active.
public struct GetActiveShops: TikTokShopCall {
    /// The shops; no further pages exist.
    public typealias Reply = Page<ActiveShop>
    /// "Get Active Shops".
    public static let endpoint = Endpoint.activeShops

    /// All of them.
    public init() {}
}

/// A shop that may sell.
public struct ActiveShop: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "shops"

    /// The channel's id.
    @Loose public var id: String?
    /// Its market.
    @Loose public var region: String?

    /// An empty one, to be filled.
    public init() {}
}
