import Contracts

/// Names a return of a shop.
struct ReturnKey: Hashable, Comparable, Sendable {
    let tenant: TenantID
    let shop: ShopID
    let channelReturn: String

    /// The order in which returns are locked.
    static func < (left: ReturnKey, right: ReturnKey) -> Bool {
        (left.tenant, left.shop, left.channelReturn) < (right.tenant, right.shop, right.channelReturn)
    }
}
