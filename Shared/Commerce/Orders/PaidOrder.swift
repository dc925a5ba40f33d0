public import Foundation

/// Metric 1: paid orders and units sold.
extension OrderFacts {
    /// The instant under which the order is counted: its payment, or its creation when paid at the door.
    ///
    /// Nil when it is no paid order: unpaid, or a sample, replacement, exchange or test. A later cancellation does
    /// not take it out again, and how many parcels it travels in has no effect.
    public var paidTime: Date? {
        guard purpose == .sale else { return nil }
        return isCashOnDelivery ? createdAt : paidAt
    }

    /// The units of a paid order that are no gifts; none of any other order.
    public var unitsSold: [UnitFacts] {
        paidTime == nil ? [] : units.filter { !$0.isGift }
    }
}
