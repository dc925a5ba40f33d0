/// What is counted: everything that adds up. Amounts are minor units of one currency.
struct Tally: Hashable, Sendable {
    /// Metric 1.
    var paidOrders: Int64 = 0
    /// Metric 1.
    var units: Int64 = 0
    /// Metric 2.
    var gmv: Int64 = 0
    /// Metric 3.
    var netRevenue: Int64 = 0
    /// Metric 5: paid orders of which every unit was cancelled before shipment.
    var cancelledOrders: Int64 = 0
    /// Metric 5, by value.
    var cancelledGMV: Int64 = 0
    /// Metric 21.
    var oversells: Int64 = 0
    /// Metric 21: what was lost by them.
    var oversellLoss: Int64 = 0
    /// Metric 24: orders whose ship-by this is.
    var due: Int64 = 0
    /// Metric 24: those of them that were shipped by then.
    var shippedInTime: Int64 = 0
    /// Metric 25: shipments that nothing was missing for.
    var ready: Int64 = 0
    /// Metric 25: those of them that got one in time.
    var labelledInTime: Int64 = 0
    /// Labels bought and not voided.
    var labels: Int64 = 0
    /// Parcels that the channel took.
    var parcels: Int64 = 0
    /// Metric 27: shipped orders whose label charges are known.
    var chargedOrders: Int64 = 0
    /// Metric 27: label charges after refunds.
    var charges: Int64 = 0

    /// A part of a tally: a column of `rollups`, and where its figure stands here.
    struct Field: Sendable {
        let column: String
        let path: any WritableKeyPath<Tally, Int64> & Sendable
        /// Minor units, and not a count.
        let isMoney: Bool

        init(_ column: String, _ path: any WritableKeyPath<Tally, Int64> & Sendable, isMoney: Bool = false) {
            self.column = column
            self.path = path
            self.isMoney = isMoney
        }
    }

    /// All parts.
    static let fields: [Field] = [
        Field("paid_orders", \.paidOrders), Field("units", \.units), Field("gmv", \.gmv, isMoney: true),
        Field("net_revenue", \.netRevenue, isMoney: true), Field("cancelled_orders", \.cancelledOrders),
        Field("cancelled_gmv", \.cancelledGMV, isMoney: true), Field("oversells", \.oversells),
        Field("oversell_loss", \.oversellLoss, isMoney: true), Field("due", \.due),
        Field("shipped_in_time", \.shippedInTime), Field("ready", \.ready),
        Field("labelled_in_time", \.labelledInTime), Field("labels", \.labels), Field("parcels", \.parcels),
        Field("charged_orders", \.chargedOrders), Field("charges", \.charges, isMoney: true),
    ]

    static let zero = Tally()

    static func += (left: inout Tally, right: Tally) {
        for field in fields { left[keyPath: field.path] += right[keyPath: field.path] }
    }

    static func - (left: Tally, right: Tally) -> Tally {
        var difference = left
        for field in fields { difference[keyPath: field.path] -= right[keyPath: field.path] }
        return difference
    }
}
