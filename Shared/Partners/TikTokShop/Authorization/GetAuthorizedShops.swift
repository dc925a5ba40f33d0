/// The shops of an access token, with the ciphers that every other call needs. The token's own answer has none.
public struct GetAuthorizedShops: TikTokShopCall {
    /// The shops; no further pages exist.
    public typealias Reply = Page<AuthorizedShop>
    /// Called without a cipher: this is where ciphers come from.
    public static let endpoint = Endpoint.authorizedShops

    /// All of them.
    public init() {}
}
