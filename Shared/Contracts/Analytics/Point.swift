/// One step of a chart.
public struct Point: Codable, Sendable, Hashable {
    /// Where the step begins.
    public var at: Instant
    /// GMV of the step, in minor units of the summary's currency (metric 2).
    public var gmv: Int64
    /// Orders that were paid in the step (metric 1).
    public var paidOrders: Int

    /// Puts the record together.
    public init(at: Instant, gmv: Int64, paidOrders: Int) {
        self.at = at
        self.gmv = gmv
        self.paidOrders = paidOrders
    }
}
