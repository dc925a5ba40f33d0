public import Outbound

/// A shop that an access token opens.
public struct AuthorizedShop: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "shops"

    /// The channel's id, as webhooks carry it.
    @Loose public var id: String?
    /// Its name.
    @Loose public var name: String?
    /// Its market, such as `GB`; it decides which call ships.
    @Loose public var region: String?
    /// `LOCAL` or `CROSS_BORDER`: one token of the latter opens several shops.
    @Loose public var sellerType: String?
    /// Names the shop in every call to it.
    @Loose public var cipher: String?
    /// The code that Seller Center shows.
    @Loose public var code: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, name, region, cipher, code
        case sellerType = "seller_type"
    }
}
