/// A connected shop.
public struct ConnectionRecord: Codable, Sendable, Hashable {
    /// The tenant whose shop it is.
    public var tenant: TenantID
    /// Our id of the shop.
    public var shop: ShopID
    /// The channel's id of the shop.
    public var channelShop: String
    /// What people call it.
    public var title: String
    /// The shop's market, ISO 3166-1 alpha-2, such as `US`.
    public var region: String
    /// Whether we may speak for it.
    public var state: ConnectionChanged.State
    /// What a person has to do, in a sentence.
    public var trouble: String?
    /// When it was first connected.
    public var connectedAt: Instant
    /// When its access token ends, unless it is renewed before.
    public var accessExpiresAt: Instant?
    /// Every change of its orders before this time has been read.
    public var polledTo: Instant?
    /// The IANA zone of its days; nil: the tenant's.
    public var zone: String?

    /// Puts the record together.
    public init(
        tenant: TenantID, shop: ShopID, channelShop: String, title: String, region: String,
        state: ConnectionChanged.State, trouble: String? = nil, connectedAt: Instant, accessExpiresAt: Instant? = nil,
        polledTo: Instant? = nil, zone: String? = nil
    ) {
        self.tenant = tenant
        self.shop = shop
        self.channelShop = channelShop
        self.title = title
        self.region = region
        self.state = state
        self.trouble = trouble
        self.connectedAt = connectedAt
        self.accessExpiresAt = accessExpiresAt
        self.polledTo = polledTo
        self.zone = zone
    }
}
