/// Figures of one window. Ratios are 0 to 1 and nil where there is nothing to divide by; amounts are minor units.
public struct Figures: Codable, Sendable, Hashable {
    /// Orders that were paid in the window (on delivery: placed), also those cancelled later; samples, replacements,
    /// exchanges and tests are out (metric 1).
    public var paidOrders: Int
    /// Units of those orders, gifts left out; a bundle is one (metric 1).
    public var unitsSold: Int
    /// Original prices less the seller's discounts over the units sold, in minor units of the summary's currency
    /// (metric 2).
    public var gmv: Int64
    /// GMV less the share of every unit that was cancelled or refunded, in minor units of the summary's currency
    /// (metric 3).
    public var netRevenue: Int64
    /// GMV by paid order, before refunds, rounded half-even, in minor units of the summary's currency; nil without
    /// orders (metric 4).
    public var averageOrder: Int64?
    /// Paid orders whose units were all cancelled before shipment, by paid orders; a ratio from 0 to 1, nil without
    /// orders (metric 5).
    public var cancellationRate: Double?
    /// GMV of cancelled units by GMV; a ratio from 0 to 1, nil without GMV (metric 5, by value).
    public var cancelledValueRate: Double?
    /// Pairs of order and SKU that could not be fully reserved at first sight (metric 21).
    public var oversells: Int
    /// GMV of those orders' units that were cancelled because nothing was there, in minor units of the summary's
    /// currency; nil: from an older service (metric 21).
    public var oversellLoss: Int64?
    /// Orders fully shipped in time, by orders that were due in the window; a ratio from 0 to 1, nil where none was due
    /// (metric 24).
    public var fulfilmentRate: Double?
    /// Shipments with a usable label within 15 minutes after they were ready, by shipments ready; a ratio from 0 to 1,
    /// nil where none was ready (metric 25).
    public var labelSuccess: Double?
    /// Labels bought in the window and not voided.
    public var labels: Int
    /// Parcels that the channel took.
    public var parcels: Int
    /// The median time from the carrier's first scan to delivery, in hours; nil where nothing was delivered (metric
    /// 27).
    public var deliveryMedianHours: Double?
    /// The time that nine in ten delivered parcels did not exceed, in hours; nil where nothing was delivered (metric
    /// 27).
    public var deliveryNinetiethHours: Double?
    /// Delivered parcels by those delivered, returned, lost or open for more than 21 days; a ratio from 0 to 1, nil
    /// without any (metric 27).
    public var deliverySuccess: Double?
    /// Label charges after refunds by shipped order, in minor units of the summary's currency; nil where nothing was
    /// shipped (metric 27).
    public var costPerOrder: Int64?

    /// Puts the record together.
    public init(
        paidOrders: Int, unitsSold: Int, gmv: Int64, netRevenue: Int64, averageOrder: Int64? = nil,
        cancellationRate: Double? = nil, cancelledValueRate: Double? = nil, oversells: Int, oversellLoss: Int64? = nil,
        fulfilmentRate: Double? = nil, labelSuccess: Double? = nil, labels: Int, parcels: Int,
        deliveryMedianHours: Double? = nil, deliveryNinetiethHours: Double? = nil, deliverySuccess: Double? = nil,
        costPerOrder: Int64? = nil
    ) {
        self.paidOrders = paidOrders
        self.unitsSold = unitsSold
        self.gmv = gmv
        self.netRevenue = netRevenue
        self.averageOrder = averageOrder
        self.cancellationRate = cancellationRate
        self.cancelledValueRate = cancelledValueRate
        self.oversells = oversells
        self.oversellLoss = oversellLoss
        self.fulfilmentRate = fulfilmentRate
        self.labelSuccess = labelSuccess
        self.labels = labels
        self.parcels = parcels
        self.deliveryMedianHours = deliveryMedianHours
        self.deliveryNinetiethHours = deliveryNinetiethHours
        self.deliverySuccess = deliverySuccess
        self.costPerOrder = costPerOrder
    }
}
