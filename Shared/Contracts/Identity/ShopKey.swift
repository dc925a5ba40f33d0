/// Names a shop of a tenant: a tenant leads every key, and keys are locked in this order.
public struct ShopKey: Hashable, Comparable, Sendable {
    /// The brand whose shop it is.
    public let tenant: TenantID
    /// The connected shop.
    public let shop: ShopID

    /// Names a shop.
    public init(tenant: TenantID, shop: ShopID) {
        self.tenant = tenant
        self.shop = shop
    }

    /// By tenant, then by shop.
    public static func < (left: ShopKey, right: ShopKey) -> Bool {
        (left.tenant, left.shop) < (right.tenant, right.shop)
    }
}
