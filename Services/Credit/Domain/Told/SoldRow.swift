import Commerce
import Contracts
import Foundation

/// An order as a row that can be added up: what a sheet comes to.
struct SoldRow: Hashable, Sendable {
    let currency: Currency
    /// Nil: no paid order (metric 1).
    let paidAt: Instant?
    /// The day of the shop whose exchange rates hold for it.
    let paidOn: CalendarDay?
    /// Delivered, and not undone.
    let isCompleted: Bool
    /// Metric 1.
    let units: Int
    /// Metric 2, in minor units.
    let gmv: Int64
    /// Metric 3, in minor units.
    let net: Int64
    /// The order's part of metric 6.
    let returns: Ratio
    /// When it had to be shipped.
    let shipBy: Instant?
    /// The order's part of metric 24.
    let due: Ratio

    /// Nil while no version of the order has come.
    init?(_ sheet: SaleSheet, zone: Zone) throws(MoneyError) {
        guard let sold = sheet.sold else { return nil }
        let order = sold.facts(try sheet.units().flatMap(\.self))
        currency = sold.currency
        paidAt = sold.paidTime
        paidOn = sold.paidTime.map { zone.day(of: $0.date) }
        units = order.unitsSold.count
        gmv = try order.gmv.minorUnits
        net = try order.netRevenue.minorUnits
        returns = sold.paidTime == nil ? .none : sheet.returns
        let isDelivered = sold.status == .delivered || sold.status == .completed
        isCompleted = isDelivered && returns.numerator == 0
        shipBy = sold.shipBy
        due = sheet.due
    }
}

extension SaleSheet {
    /// Metric 6. When a return was completed nobody tells; it is taken to be after the order was shipped, since a
    /// refund before that is a cancellation.
    fileprivate var returns: Ratio {
        let shippedAt = past.fullyShippedAt ?? past.handedOverAt ?? past.toldShippedAt
        return ReturnRate.of(
            shippedAt: shippedAt?.date,
            afterSales: refunds.values.compactMap { $0.afterSale(completedAt: shippedAt) })
    }
}

extension Refund {
    /// Nil for what is no return: a cancellation.
    fileprivate func afterSale(completedAt: Instant?) -> AfterSale? {
        let kind: AfterSale.Kind? =
            switch kind {
            case .cancellation, .other: nil
            case .refundOnly: .refund
            case .returnAndRefund: .returnAndRefund
            case .replacement, .exchange: .replacement
            }
        return kind.map {
            AfterSale(
                kind: $0, completedAt: status == .completed ? completedAt?.date : nil, isRefunded: goods > 0)
        }
    }
}
