import Commerce
import Contracts
import Foundation

/// How fine a sum is. Half-hours serve every zone and the edges of a window, days what lies between: so the cost of
/// reading a window grows with its days.
enum Grain: String, Sendable, CaseIterable {
    case halfHour, day, productHalfHour, productDay

    /// The beginning of the step that an instant lies in; days are those of UTC.
    func start(of instant: Instant) -> Date {
        switch self {
        case .halfHour, .productHalfHour: HalfHour(containing: instant.date).start
        case .day, .productDay: Zone.utc.start(of: Zone.utc.day(of: instant.date))
        }
    }
}

/// Names a row of sums.
struct RollupKey: Hashable, Sendable {
    let tenant: TenantID
    let grain: Grain
    let at: Date
    let shop: ShopID
    /// Of the amounts: the tenant's, or the order's own where no rate is known.
    let currency: Currency
    /// Empty in sums over all products.
    let product: String

    /// The order in which rows are locked, the same in every instance.
    static func precedes(_ left: RollupKey, _ right: RollupKey) -> Bool {
        (left.tenant, left.grain.rawValue, left.at, left.shop, left.currency.code, left.product)
            < (right.tenant, right.grain.rawValue, right.at, right.shop, right.currency.code, right.product)
    }
}

/// What facts add to which rows. Adding the difference of a changed fact's contributions keeps the rows right, however
/// often and in whichever order facts change.
struct Contribution: Hashable, Sendable {
    private(set) var rows: [RollupKey: Tally] = [:]

    static let none = Contribution()

    mutating func add(_ tally: Tally, to key: RollupKey) {
        guard tally != .zero else { return }
        rows[key, default: .zero] += tally
        if rows[key] == .zero { rows[key] = nil }
    }

    static func += (left: inout Contribution, right: Contribution) {
        for (key, tally) in right.rows { left.add(tally, to: key) }
    }

    static func - (left: Contribution, right: Contribution) -> Contribution {
        var difference = left
        for (key, tally) in right.rows { difference.add(.zero - tally, to: key) }
        return difference
    }
}
