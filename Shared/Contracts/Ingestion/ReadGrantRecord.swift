/// A shop or a creator account that our app which only reads may see, or might.
public struct ReadGrantRecord: Codable, Sendable, Hashable {
    /// The tenant who began it; the shop may be connected for another.
    public var tenant: TenantID
    /// Our id of the shop or of the creator account.
    public var account: ReadGrantID
    /// Whose account it is.
    public var holder: ConnectionBegin.Holder
    /// What people call it.
    public var title: String
    /// The account's market, ISO 3166-1 alpha-2, such as `US`; nil where the channel does not tell.
    public var region: String?
    /// Whether we may read it.
    public var state: ConnectionChanged.State
    /// What may be read; nil where the channel does not tell.
    public var granted: [ConnectionChanged.Grant]?
    /// What a person has to do, in a sentence.
    public var trouble: String?
    /// When it was first granted.
    public var grantedAt: Instant

    /// Puts the record together.
    public init(
        tenant: TenantID, account: ReadGrantID, holder: ConnectionBegin.Holder, title: String, region: String? = nil,
        state: ConnectionChanged.State, granted: [ConnectionChanged.Grant]? = nil, trouble: String? = nil,
        grantedAt: Instant
    ) {
        self.tenant = tenant
        self.account = account
        self.holder = holder
        self.title = title
        self.region = region
        self.state = state
        self.granted = granted
        self.trouble = trouble
        self.grantedAt = grantedAt
    }
}

/// What the app that only reads may see: the ``ShopID`` or ``CreatorID`` of it.
public typealias ReadGrantID = Identifier<GrantedAccount>
/// What a ``ReadGrantID`` names.
public enum GrantedAccount {}
