import Commerce
import Contracts

extension Figures {
    /// The figures of one window: ratios of sums, nil where there is nothing to divide by.
    init(_ report: Report, _ deliveries: Deliveries) throws(MoneyError) {
        let (counts, money) = (report.counts, report.money)
        func amount(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, currency: report.currency) }
        func hours(_ seconds: Double?) -> Double? { seconds.map { $0 / 3_600 } }
        self.init(
            paidOrders: Int(counts.paidOrders), unitsSold: Int(counts.units), gmv: money.gmv,
            netRevenue: money.netRevenue,
            averageOrder: try AverageOrderValue.of(gmv: amount(money.gmv), paidOrders: Int(money.paidOrders))?
                .minorUnits,
            cancellationRate: Ratio(counts.cancelledOrders, of: counts.paidOrders).value,
            cancelledValueRate: Ratio(money.cancelledGMV, of: money.gmv).value,
            oversells: Int(counts.oversells), oversellLoss: money.oversellLoss,
            fulfilmentRate: Ratio(counts.shippedInTime, of: counts.due).value,
            labelSuccess: Ratio(counts.labelledInTime, of: counts.ready).value,
            labels: Int(counts.labels), parcels: Int(counts.parcels),
            deliveryMedianHours: hours(deliveries.median), deliveryNinetiethHours: hours(deliveries.ninetieth),
            deliverySuccess: Ratio(Int64(deliveries.delivered), of: Int64(deliveries.delivered + deliveries.failed))
                .value,
            costPerOrder: try DeliveryPerformance.cost(
                charges: [amount(money.charges)], shippedOrders: Int(money.chargedOrders), currency: report.currency)?
                .minorUnits)
    }
}
