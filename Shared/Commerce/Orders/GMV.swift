public import Contracts

/// Metric 2: gross merchandise value = Σ (original price − seller discount) over units sold.
///
/// The platform's discount is not subtracted, since the platform pays for it. Shipping is out; no tax is added, and
/// VAT inside the price stays. What is cancelled or refunded later stays in: gross figures never change.
extension UnitFacts {
    /// The unit's part.
    public var gmv: Money {
        get throws(MoneyError) { try originalPrice - sellerDiscount }
    }
}

extension OrderFacts {
    /// The order's part; 0 when it is no paid order.
    public var gmv: Money {
        get throws(MoneyError) {
            var total = Money.zero(currency)
            for unit in unitsSold { total = try total + unit.gmv }
            return total
        }
    }
}
