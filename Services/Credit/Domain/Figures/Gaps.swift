import Commerce
import Contracts

/// Whether a sum holds all of its amounts. One that has no rate, or that nobody tells, is in no sum; and a sum of
/// nothing but such amounts is not 0 but unknown.
struct Gaps: Hashable, Sendable {
    /// Some amount is not in the sum.
    private(set) var leavesOut = false
    /// Some amount is still to come.
    private(set) var waits = false
    /// Some amount other than 0 is.
    private var holds = false

    /// Whether nothing is known of the sum.
    var isUnknown: Bool { leavesOut && !holds }

    /// Looks at an amount; 0 is 0 in every currency.
    mutating func note(_ amount: Converted) {
        guard amount.original.minorUnits != 0 else { return }
        if amount.converted == nil { leavesOut = true } else { holds = true }
    }

    /// Looks at what a day's commissions have paid, part of which may not be told, or not be settled yet.
    mutating func note(_ day: EarningDay) {
        for amount in day.paid { note(amount) }
        if day.untold != nil { leavesOut = true }
        if day.unsettled != nil { waits = true }
    }

    /// Those of two sums that are added up.
    static func + (left: Gaps, right: Gaps) -> Gaps {
        var both = left
        both.leavesOut = left.leavesOut || right.leavesOut
        both.waits = left.waits || right.waits
        both.holds = left.holds || right.holds
        return both
    }
}

extension [Converted] {
    /// The sum of what has a rate; ``PersonFigures/leftOut`` names the rest.
    func total(in currency: Currency) throws(MoneyError) -> Money {
        var total = ConvertedTotal(in: currency)
        for amount in self { try total.add(amount) }
        return total.total
    }

    /// The same; nil where there is something, and none of it has a rate.
    func known(in currency: Currency) throws(MoneyError) -> Money? {
        var gaps = Gaps()
        for amount in self { gaps.note(amount) }
        return gaps.isUnknown ? nil : try total(in: currency)
    }
}
