import Contracts

/// What a broker user may speak for.
struct Grant: Hashable, Sendable {
    let user: String
    let tenant: TenantID
    /// Nil: all shops of the brand.
    let shop: ShopID?

    /// Whether it covers a shop.
    func covers(_ shop: ShopID, of tenant: TenantID) -> Bool {
        self.tenant == tenant && (self.shop == nil || self.shop == shop)
    }
}
