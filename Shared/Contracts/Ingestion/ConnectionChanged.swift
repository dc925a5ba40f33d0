/// A shop was connected, lost its authorisation, or got it back.
public struct ConnectionChanged: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.connection.changed.v1"
    /// The connected shop.
    public var shop: ShopID
    /// Counts the changes from 1.
    public var version: Int
    /// The channel's id of the shop.
    public var channelShop: String
    /// What people call it.
    public var title: String
    /// The shop's market, ISO 3166-1 alpha-2, such as `US`.
    public var region: String
    /// Whether we may speak for the shop.
    public var state: State
    /// When the shop was first connected; orders handed over before it move no stock.
    public var connectedAt: Instant
    /// The IANA zone of its days; nil: the tenant's.
    public var zone: String?
    /// What the seller has granted, to either of our apps (``ReadGrantChanged``); nil where the channel does not tell.
    public var granted: [Grant]?

    /// What a seller or a creator lets be read.
    public enum Grant: String, Codable, Sendable, CaseIterable {
        /// Which shops there are.
        case shop
        /// Listings.
        case products
        /// Orders with their cancellations and returns: one of these without the others is none.
        case orders
        /// Statements and payments.
        case finance
        /// Orders that are credited to creators.
        case affiliate
    }

    /// Whether we may speak for the shop.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// We may speak for it.
        case connected
        /// The authorisation has run out; the seller has to connect again.
        case expired
        /// The seller or the channel has taken the authorisation back.
        case deauthorized
        /// A person has ended the connection here.
        case disconnected
    }

    /// Puts the record together.
    public init(
        shop: ShopID, version: Int, channelShop: String, title: String, region: String, state: State,
        connectedAt: Instant, zone: String? = nil, granted: [Grant]? = nil
    ) {
        self.shop = shop
        self.version = version
        self.channelShop = channelShop
        self.title = title
        self.region = region
        self.state = state
        self.connectedAt = connectedAt
        self.zone = zone
        self.granted = granted
    }
}
