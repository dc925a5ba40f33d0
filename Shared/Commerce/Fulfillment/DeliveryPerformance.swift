public import Contracts
public import Foundation

/// Metric 27: how long delivery takes, how often it succeeds, and what it costs.
public enum DeliveryPerformance {
    /// Seconds from the handover scan to delivery; nil for a parcel that is not delivered.
    ///
    /// Also nil when the carrier's delivery lies before its own handover: a wrong clock is no fast carrier.
    public static func seconds(of parcel: ParcelFacts) -> Double? {
        guard case .delivered(let deliveredAt) = parcel.fate else { return nil }
        let seconds = deliveredAt.timeIntervalSince(parcel.handedOverAt)
        return seconds < 0 ? nil : seconds
    }

    /// Median and 90th percentile of the delivery time in seconds, by the definitions of ``Quantiles``; nil of none.
    public static func time(of parcels: some Sequence<ParcelFacts>) -> (median: Double, p90: Double)? {
        let times = parcels.compactMap(seconds)
        guard let median = Quantiles.median(times), let p90 = Quantiles.p90(times) else { return nil }
        return (median, p90)
    }

    /// A parcel's part of delivered ÷ (delivered + returned + lost + open for more than 21 days).
    ///
    /// One that is open for less is undecided and in neither sum.
    public static func success(of parcel: ParcelFacts, now: Date) -> Ratio {
        switch parcel.fate {
        case .delivered: Ratio(counting: true)
        case .returned, .lost: Ratio(counting: false)
        case .open: now.timeIntervalSince(parcel.handedOverAt) > 21 * 86_400 ? Ratio(counting: false) : .none
        }
    }

    /// Label charges after refunds and adjustments ÷ shipped orders, rounded half to even; nil without orders.
    ///
    /// - Parameter charges: signed: charges positive, refunds negative. Of the channel's labels, the statement's cost.
    public static func cost(
        charges: some Sequence<Money>, shippedOrders: Int, currency: Currency
    ) throws(MoneyError) -> Money? {
        guard shippedOrders > 0 else { return nil }
        return try Money.sum(charges, in: currency).divided(by: shippedOrders)
    }
}
