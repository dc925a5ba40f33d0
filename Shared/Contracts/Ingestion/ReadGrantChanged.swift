/// Somebody has let our app that only reads see a shop or a creator account, or has taken that back. It stands beside a
/// shop's connection for operations and never in its place.
public struct ReadGrantChanged: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.read_grant.changed.v1"
    /// The shop, where it is one: the same id as that of its connection, if there is one.
    public var shop: ShopID?
    /// The creator account, where it is one.
    public var creator: CreatorID?
    /// Counts the changes from 1.
    public var version: Int
    /// The channel's id of the shop; of a creator, the channel's id of the account within our app.
    public var channelAccount: String
    /// What people call it.
    public var title: String
    /// The account's market, ISO 3166-1 alpha-2, such as `US`; nil where the channel does not tell.
    public var region: String?
    /// Whether we may read it.
    public var state: ConnectionChanged.State
    /// What may be read; nil where the channel does not tell.
    public var granted: [ConnectionChanged.Grant]?
    /// When it was first granted.
    public var grantedAt: Instant

    /// Puts the record together.
    public init(
        shop: ShopID? = nil, creator: CreatorID? = nil, version: Int, channelAccount: String, title: String,
        region: String? = nil, state: ConnectionChanged.State, granted: [ConnectionChanged.Grant]? = nil,
        grantedAt: Instant
    ) {
        self.shop = shop
        self.creator = creator
        self.version = version
        self.channelAccount = channelAccount
        self.title = title
        self.region = region
        self.state = state
        self.granted = granted
        self.grantedAt = grantedAt
    }
}
