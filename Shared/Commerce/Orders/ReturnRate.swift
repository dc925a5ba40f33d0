public import Foundation

/// Metric 6: shipped orders with at least one completed return or refund after shipment ÷ shipped orders.
public enum ReturnRate {
    /// The part of one paid order in both sums.
    ///
    /// - Parameter shippedAt: when it was shipped; nil when it was not, and it is in neither sum.
    public static func of(shippedAt: Date?, afterSales: [AfterSale]) -> Ratio {
        guard let shippedAt else { return .none }
        return Ratio(counting: afterSales.contains { isReturn($0, shippedAt: shippedAt) })
    }

    /// Returns may still come: until thirty days (30 × 24 h) after delivery the order's part can change.
    public static func isProvisional(deliveredAt: Date?, now: Date) -> Bool {
        guard let deliveredAt else { return true }
        return now < deliveredAt.addingTimeInterval(30 * 86_400)
    }

    /// A refund before shipment is a cancellation; a replacement without a refund is no return.
    private static func isReturn(_ afterSale: AfterSale, shippedAt: Date) -> Bool {
        guard let completedAt = afterSale.completedAt, completedAt >= shippedAt else { return false }
        return afterSale.kind != .replacement || afterSale.isRefunded
    }
}
