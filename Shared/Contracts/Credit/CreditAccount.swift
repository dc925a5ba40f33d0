/// A shop or creator account that a person is scored by.
public struct CreditAccount: Codable, Sendable, Hashable {
    /// Our id of the shop or the creator account.
    public var account: AccountID
    /// What it is for.
    public var kind: SubjectLink.Kind
    /// Its market, ISO 3166-1 alpha-2, such as `US`; nil while nothing is told of it.
    public var market: String?
    /// Whether it may sell.
    public var isActive: Bool
    /// What keeps the person from being scored by it.
    public var obstacles: [CreditObstacle]

    /// Puts the record together.
    public init(
        account: AccountID, kind: SubjectLink.Kind, market: String? = nil, isActive: Bool, obstacles: [CreditObstacle]
    ) {
        self.account = account
        self.kind = kind
        self.market = market
        self.isActive = isActive
        self.obstacles = obstacles
    }
}
