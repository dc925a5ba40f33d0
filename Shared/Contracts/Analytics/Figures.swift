/// Figures of one window. Ratios are 0 to 1 and nil where there is nothing to divide by; amounts are minor units.
public struct Figures: Codable, Sendable, Hashable {
    /// Metric 1.
    public var paidOrders: Int
    /// Metric 1.
    public var unitsSold: Int
    /// Metric 2.
    public var gmv: Int64
    /// Metric 3.
    public var netRevenue: Int64
    /// Metric 4, before refunds, rounded half-even.
    public var averageOrder: Int64?
    /// Metric 5.
    public var cancellationRate: Double?
    /// Metric 5, by value.
    public var cancelledValueRate: Double?
    /// Metric 21: order and SKU pairs.
    public var oversells: Int
    /// Metric 21: GMV of those orders' units that were cancelled because nothing was there; nil: from an older service.
    public var oversellLoss: Int64?
    /// Metric 24.
    public var fulfilmentRate: Double?
    /// Metric 25.
    public var labelSuccess: Double?
    /// Labels bought in the window and not voided.
    public var labels: Int
    /// Parcels that the channel took.
    public var parcels: Int
    /// Metric 27.
    public var deliveryMedianHours: Double?
    /// Metric 27.
    public var deliveryNinetiethHours: Double?
    /// Metric 27.
    public var deliverySuccess: Double?
    /// Metric 27: label charges after refunds, by shipped order.
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
