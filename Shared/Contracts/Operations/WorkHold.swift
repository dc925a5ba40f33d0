/// Request: stop work of a kind, a brand or a shop, or let it go on. What is in work is finished. A kind that no worker
/// of the service does is refused as ``WorkFind/unknownKind``: to say that it is stopped would be untrue. So is a brand
/// or a shop of which the service knows that there is none, as ``unknownTenant`` or ``unknownShop``, and to let go on
/// what was not stopped by exactly these words, as ``notStopped``.
///
/// Asked of the service that does it.
public struct WorkHold: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.work.hold.v1"
    /// All that is stopped now.
    public typealias Reply = [WorkStop]
    /// The code of the refusal to let go on what nobody has stopped.
    public static let notStopped = "notStopped"
    /// The code of the refusal of a brand that the service does not know.
    public static let unknownTenant = "unknownTenant"
    /// The code of the refusal of a shop that the service does not know.
    public static let unknownShop = "unknownShop"

    /// The kind; nil for all.
    public var kind: String?
    /// The brand; nil for all.
    public var tenant: TenantID?
    /// The shop; nil for all.
    public var shop: ShopID?
    /// Whether it stops or goes on.
    public var isStopped: Bool
    /// Why, for others who find it stopped.
    public var reason: String

    /// Asks.
    public init(kind: String?, tenant: TenantID?, shop: ShopID?, isStopped: Bool, reason: String) {
        self.kind = kind
        self.tenant = tenant
        self.shop = shop
        self.isStopped = isStopped
        self.reason = reason
    }
}

/// Work that people have stopped. What is nil means all.
public struct WorkStop: Codable, Sendable, Hashable {
    /// The kind of work that stands still.
    public var kind: String?
    /// The brand whose work it is.
    public var tenant: TenantID?
    /// The shop whose work it is.
    public var shop: ShopID?
    /// Why it stands still.
    public var reason: String
    /// Who stopped it.
    public var by: String
    /// When.
    public var at: Instant

    /// Puts the record together.
    public init(kind: String?, tenant: TenantID?, shop: ShopID?, reason: String, by: String, at: Instant) {
        self.kind = kind
        self.tenant = tenant
        self.shop = shop
        self.reason = reason
        self.by = by
        self.at = at
    }
}
