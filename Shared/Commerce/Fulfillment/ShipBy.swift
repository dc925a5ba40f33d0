public import Foundation

/// The time by which an order has to be shipped (metric 24).
public enum ShipBy {
    /// The channel's `rts_sla_time`, else its `shipping_due_time`, else two business days after payment.
    ///
    /// The last is the end of the second business day (Monday to Friday) after the local day of payment, in the shop's
    /// zone. Nil when none of the three is known: the order is not paid.
    ///
    /// - Parameter paidTime: as metric 1 has it, so that cash on delivery counts from its creation.
    public static func deadline(
        readyToShipSLA: Date?, shippingDue: Date?, paidTime: Date?, zone: Zone
    ) -> Date? {
        if let given = readyToShipSLA ?? shippingDue { return given }
        guard let paidTime else { return nil }
        let lastDay = BusinessDays.day(2, after: zone.day(of: paidTime))
        return zone.range(of: lastDay).upperBound
    }
}
