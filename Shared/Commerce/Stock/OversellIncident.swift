public import Contracts

/// Metric 21: an order × SKU that could not be fully reserved when it was first seen.
public struct OversellIncident: Hashable, Sendable {
    /// Units that were missing at that moment; greater than zero.
    public let unitsShort: Int

    /// Nil when everything was reserved at once. What is restocked later does not erase an incident.
    public init?(wanted: Int, reservedAtFirstSight: Int) {
        let reserved = max(0, reservedAtFirstSight)
        guard reserved < wanted else { return nil }
        unitsShort = wanted - reserved
    }

    /// The GMV of those units of the incident's order and SKU that were later cancelled because nothing was there.
    public static func loss(of units: [UnitFacts], in currency: Currency) throws(MoneyError) -> Money {
        var loss = Money.zero(currency)
        for unit in units where !unit.isGift && unit.cancellation?.isOutOfStock == true {
            loss = try loss + unit.gmv
        }
        return loss
    }
}
