/// Where the channel lives. Settings, so that the sandbox can stand in.
public struct Hosts: Sendable, Hashable {
    /// Every market's API, the US included.
    public var api = "https://open-api.tiktokglobalshop.com"
    /// Tokens.
    public var tokens = "https://auth.tiktok-shops.com"
    /// The page on which a seller of the rest of the world agrees.
    public var authorizeRestOfWorld = "https://services.tiktokshop.com"
    /// The page on which a seller of the US agrees.
    public var authorizeUnitedStates = "https://services.us.tiktokshop.com"
    /// The page on which a creator agrees.
    public var authorizeCreators = "https://shop.tiktok.com"

    /// The real ones.
    public init() {}

    /// One server in place of all of them, without a slash at the end.
    public init(all base: String) {
        api = base
        tokens = base
        authorizeRestOfWorld = base
        authorizeUnitedStates = base
        authorizeCreators = base
    }
}
