public import Contracts

/// Metric 4: average order value = GMV ÷ paid orders, before refunds.
public enum AverageOrderValue {
    /// Rounded half to even to the minor unit; nil without orders.
    public static func of(gmv: Money, paidOrders: Int) throws(MoneyError) -> Money? {
        guard paidOrders > 0 else { return nil }
        return try gmv.divided(by: paidOrders)
    }
}
