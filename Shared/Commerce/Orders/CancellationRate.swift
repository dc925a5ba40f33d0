import Contracts

/// Metric 5: paid orders with all units cancelled before shipment ÷ paid orders.
///
/// Shipment begins with AWAITING_COLLECTION. An order that expired unpaid is in neither sum.
extension OrderFacts {
    /// The order's part of both sums.
    public var cancellationRate: Ratio {
        guard paidTime != nil else { return .none }
        let sold = unitsSold
        return Ratio(counting: !sold.isEmpty && sold.allSatisfy(\.isCancelledBeforeShipment))
    }

    /// The order's part of the separate rate by value, which sees partial cancellations: cancelled GMV ÷ GMV.
    public var cancelledValueRate: Ratio {
        get throws(MoneyError) {
            var cancelled = Money.zero(currency)
            for unit in unitsSold where unit.isCancelledBeforeShipment { cancelled = try cancelled + unit.gmv }
            return try Ratio(cancelled, of: gmv)
        }
    }
}

extension UnitFacts {
    fileprivate var isCancelledBeforeShipment: Bool { cancellation?.isBeforeShipment ?? false }
}
