import Contracts

/// Names an order of a tenant.
struct OrderKey: Hashable, Comparable, Sendable {
    let tenant: TenantID
    let order: OrderID

    static func < (left: Self, right: Self) -> Bool {
        (left.tenant, left.order) < (right.tenant, right.order)
    }
}
