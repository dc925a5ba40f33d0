public import Contracts

/// Metric 3: net revenue = GMV − Σ unit GMV × min(1, goods refunded ÷ sale price).
///
/// Dated by payment, or by refund: then a refund's day bears the difference that it makes to ``UnitFacts/refundedGMV``.
extension UnitFacts {
    /// The share of the unit that was given back, 0 to 1.
    ///
    /// A cancelled unit is 1. Where nothing was paid for the goods no quotient exists: 1 once its return is completed.
    public var refundedShare: Fraction {
        if cancellation != nil { return .one }
        guard let refund else { return .zero }
        guard let share = Fraction(refund.amount.minorUnits, over: salePrice.minorUnits), salePrice.minorUnits > 0
        else { return refund.isReturnCompleted ? .one : .zero }
        return share.clampedToShare
    }

    /// The part of the unit's GMV that was given back.
    public var refundedGMV: Money {
        get throws(MoneyError) {
            if let refund { try refund.amount.requireSameCurrency(as: salePrice) }
            return try gmv.multiplied(by: refundedShare)
        }
    }

    /// What is left of the unit's GMV, never below 0.
    public var netRevenue: Money {
        get throws(MoneyError) {
            let rest = try gmv - refundedGMV
            return rest.minorUnits < 0 ? .zero(rest.currency) : rest
        }
    }
}

extension OrderFacts {
    /// The order's part; 0 when it is no paid order.
    public var netRevenue: Money {
        get throws(MoneyError) {
            var total = Money.zero(currency)
            for unit in unitsSold { total = try total + unit.netRevenue }
            return total
        }
    }
}
