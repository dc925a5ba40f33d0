/// Metric 26, first part: paid orders that went from payment to shipment without a human act or a failure ÷ eligible
/// orders.
public struct AutomationSuccess: Hashable, Sendable {
    /// It is a paid order (metric 1).
    public let isPaid: Bool
    /// It was ship-confirmed (AWAITING_COLLECTION).
    public let isShipped: Bool
    /// A rule asked for a person: a confirmation by value or quantity, or a pause. Then it was never eligible.
    public let isHeldByRule: Bool
    /// The buyer cancelled it, which is nobody's failure: in neither sum.
    public let isCancelledByBuyer: Bool
    /// What people did to it on its way.
    public let humanActs: Int
    /// What failed on its way, also when a repeat then worked out.
    public let failures: Int

    /// Takes the facts of one order.
    public init(
        isPaid: Bool, isShipped: Bool, isHeldByRule: Bool = false, isCancelledByBuyer: Bool = false, humanActs: Int = 0,
        failures: Int = 0
    ) {
        self.isPaid = isPaid
        self.isShipped = isShipped
        self.isHeldByRule = isHeldByRule
        self.isCancelledByBuyer = isCancelledByBuyer
        self.humanActs = humanActs
        self.failures = failures
    }

    /// The order's part of both sums.
    public var ratio: Ratio {
        guard isPaid, !isHeldByRule, !isCancelledByBuyer else { return .none }
        return Ratio(counting: isShipped && humanActs == 0 && failures == 0)
    }
}
