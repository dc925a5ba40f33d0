/// One listing with everything, weight and size of its parcel included.
public struct GetProduct: TikTokShopCall {
    /// The listing.
    public typealias Reply = Product
    /// "Get Product".
    public static let endpoint = Endpoint.getProduct

    /// Which listing.
    public let id: String

    /// One listing of a shop.
    public init(id: String) {
        self.id = id
    }

    /// The id stands in the path.
    public var pathArguments: [String] { [id] }
}
