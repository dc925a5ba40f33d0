import Commerce
import Contracts

/// One fact that is assumed to be different: "what if returns fall to 3 %?"
///
/// It holds for every own shop. What is assumed is an estimate, so a simulated score never claims to rest on actual
/// data alone; apart from that it is made as any other.
enum Change: Codable, Hashable, Sendable {
    /// Metric 6, 0 to 1. Net revenue follows: what buyers keep grows as the share of orders that they keep.
    case returnRate(Quantity)
    /// Stars, 0 to 5.
    case shopRating(Quantity)
    /// Metric 24, 0 to 1.
    case onTimeRate(Quantity)
    /// Warnings and points of penalty.
    case violations(Int)
    /// Products first listed in the window.
    case newProducts(Int)

    /// Refuses what cannot be.
    func check() throws(Wrong) {
        switch self {
        case .returnRate(let share), .onTimeRate(let share):
            guard (Quantity.zero...Quantity.one).contains(share) else {
                throw Wrong("outOfRange", at: "/change", "must be 0 to 1")
            }
        case .shopRating(let stars):
            guard (Quantity.zero...Quantity(5)).contains(stars) else {
                throw Wrong("outOfRange", at: "/change", "must be 0 to 5")
            }
        case .violations(let count), .newProducts(let count):
            guard (0...10_000).contains(count) else { throw Wrong("outOfRange", at: "/change", "must be 0 to 10000") }
        }
    }
}

extension Snapshot {
    /// The same person, if one fact were different.
    func assuming(_ change: Change) throws(MoneyError) -> Snapshot {
        var assumed = self
        for place in facts.shops.indices { try assumed.facts.shops[place].assume(change, at: asOf) }
        return assumed
    }
}

extension ShopFacts {
    fileprivate mutating func assume(_ change: Change, at asOf: Instant) throws(MoneyError) {
        switch change {
        case .returnRate(let share): try assumeReturns(share, at: asOf)
        case .shopRating(let stars): rating = rating.assumed(stars, at: asOf)
        case .onTimeRate(let share): onTime = onTime.assumed(.told(share), at: asOf)
        case .violations(let count): violations = violations.assumed(count, at: asOf)
        case .newProducts(let count): newProducts = newProducts.assumed(count, at: asOf)
        }
    }

    /// Where refunds are told by amount, what was kept of each day is taken times (1 − new) ÷ (1 − old), and is never
    /// more than was sold. Where they are not, net revenue is made of the rate anyway.
    private mutating func assumeReturns(_ share: Quantity, at asOf: Instant) throws(MoneyError) {
        let kept = try share.fraction.clampedToShare.complement()
        let keptSoFar = try (returns.value?.fraction ?? .zero).complement()
        if let days = sales.value {
            var assumed: [SalesDay] = []
            for day in days { assumed.append(try day.keeping(kept, insteadOf: keptSoFar)) }
            sales = sales.assumed(assumed, at: asOf)
        }
        returns = returns.assumed(.told(share), at: asOf)
    }
}

extension SalesDay {
    fileprivate func keeping(_ kept: Fraction, insteadOf keptSoFar: Fraction) throws(MoneyError) -> SalesDay {
        guard let net = netRevenue else { return self }
        let assumed =
            keptSoFar == .zero
            ? try gmv.multiplied(by: kept) : try net.multiplied(by: kept.divided(by: keptSoFar)).capped(by: gmv)
        return SalesDay(
            day: day, orders: orders, completed: completed, units: units, gmv: gmv, netRevenue: assumed)
    }
}

extension Converted {
    /// The smaller of two of one currency.
    fileprivate func capped(by most: Converted) -> Converted {
        original.minorUnits > most.original.minorUnits ? most : self
    }
}

extension Datum {
    /// Another value, as an estimate; history begins where it did.
    fileprivate func assumed(_ value: Value, at asOf: Instant) -> Datum {
        .known(value, Provenance(source: .estimated, readAt: asOf, since: provenance?.since))
    }
}
