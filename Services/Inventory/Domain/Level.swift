import Commerce
import Contracts

/// Names the stock of one SKU at one location.
struct LevelKey: Hashable, Comparable, Sendable {
    let tenant: TenantID
    let sku: SKUID
    let location: LocationID

    /// The order in which levels are locked.
    static func < (left: LevelKey, right: LevelKey) -> Bool {
        (left.tenant, left.sku, left.location) < (right.tenant, right.sku, right.location)
    }
}

/// How much there is of one SKU at one location, in units.
struct Level: Hashable, Sendable {
    /// The tenant's code of the SKU, for those who read messages.
    var code: String
    var onHand: Int
    /// Units of orders.
    var reserved: Int
    /// Units that people set aside.
    var held: Int
    /// Units never offered on a channel; orders may have them.
    var buffer = 0
    /// Counts the changes.
    var version = 0
    /// Whether a first figure was ever given; until then 0 means "unknown".
    var isCounted = false
    /// As of when the first figure is, where a channel told it: what had left before is not in it. Nil where nobody has
    /// counted, or a person has.
    var figureAt: Instant?

    /// What an order or a person may still take.
    var free: Int { onHand - reserved - held }

    /// Available to sell (metric 20).
    var available: Int {
        StockLevel(onHand: onHand, reserved: reserved, held: held, buffer: buffer).availableToSell
    }

    /// Brings a move into the level.
    mutating func apply(_ move: Move) {
        onHand += move.onHand
        reserved += move.reserved
        held += move.held
        if move.kind.isCount { isCounted = true }
        figureAt = figureAt ?? move.asOf
    }
}
