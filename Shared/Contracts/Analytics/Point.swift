/// One step of a chart.
public struct Point: Codable, Sendable, Hashable {
    /// Where the step begins.
    public var at: Instant
    /// Minor units.
    public var gmv: Int64
    /// Metric 1.
    public var paidOrders: Int

    /// Puts the record together.
    public init(at: Instant, gmv: Int64, paidOrders: Int) {
        self.at = at
        self.gmv = gmv
        self.paidOrders = paidOrders
    }
}
