import Contracts
import Foundation

/// Names an order of a tenant.
struct OrderKey: Hashable, Comparable, Sendable {
    let tenant: TenantID
    let order: OrderID

    /// The order in which orders are locked.
    static func < (left: OrderKey, right: OrderKey) -> Bool {
        (left.tenant, left.order) < (right.tenant, right.order)
    }
}

/// Where an order stands with stock; exactly one at a time.
enum OrderState: String, Sendable {
    /// Its row was made to be locked; nothing is decided yet.
    case unseen
    /// All that is not handed over is set aside.
    case reserved
    /// Something is missing, or unmapped; nothing is set aside.
    case waiting
    /// It wants nothing and never took anything: cancelled.
    case released
    /// All of it that is not cancelled has left.
    case deducted
    /// Others ship it: it never touches the seller's stock.
    case notOurs
}

/// An order as stock sees it.
struct StockOrder: Hashable, Sendable {
    let key: OrderKey
    var shop: ShopID
    /// The highest version that was acted on; 0: none.
    var version = 0
    var state = OrderState.unseen
    /// Whether an operator has had its last version decided anew: then its state is told, even if it is the same.
    var isReopened = false
    /// Where all of it is taken from.
    var location: LocationID?
    /// When it was paid, else placed: its place in the line of those who wait.
    var turn = Instant(milliseconds: 0)
    /// Whether it could not be reserved when it was first seen (metric 21).
    var isOversell = false
    var needs: [Need] = []
    var unmapped: [UnmappedLine] = []

    /// Whether any of it is known to be handed over.
    var hasLeft: Bool { needs.contains { $0.deducted > 0 } || unmapped.contains { $0.handedOver > 0 } }

    func level(of need: Need) -> LevelKey? {
        location.map { LevelKey(tenant: key.tenant, sku: need.sku, location: $0) }
    }
}

/// What an order takes of one SKU for one listing, in units of the SKU.
struct Need: Hashable, Sendable {
    let channelSKU: String
    let sku: SKUID
    /// Units in one of the listing's, as it was mapped when the order came.
    let each: Int
    /// Not handed over and not cancelled.
    var wanted = 0
    var reserved = 0
    /// Of what is wanted, confirmed as shipped: the channel no longer counts it as sold.
    var shipConfirmed = 0
    /// Handed over and accounted for: taken out of the books, or never in them as it left before they began.
    var deducted = 0

    /// All that was ever asked for and not cancelled.
    var asked: Int { wanted + deducted }
}

/// A line whose listing no SKU is mapped to, in units of the listing.
struct UnmappedLine: Hashable, Sendable {
    let channelSKU: String
    var pending = 0
    var handedOver = 0
    /// What of it left before the shop was connected and so is in no figure of ours.
    var past = 0
    /// When the last of what is handed over left; nil: nothing has.
    var leftAt: Instant?

    /// What left too early to be in a figure of this time; of parcels that left one after the other the last decides.
    func gone(before figure: Instant?) -> Int {
        leftAt?.isOver(by: figure) ?? false ? handedOver : past
    }

    /// Takes over what is told of it now.
    ///
    /// - Parameter left: When that left which is new; nil: nothing is.
    mutating func take(_ units: Demand.Units, _ left: Departure?) {
        if let left, units.handedOver > handedOver { leftAt = left.at }
        (pending, handedOver) = (units.pending, units.handedOver)
        if left?.isBeforeConnection ?? false { past = handedOver }
    }
}

/// One part of what a listing takes from stock.
struct Component: Hashable, Sendable {
    let sku: SKUID
    /// Units in one of the listing's.
    let units: Int
}

/// Names what is offered in a shop.
struct ListingKey: Hashable, Comparable, Sendable {
    let tenant: TenantID
    let shop: ShopID
    let channelSKU: String

    /// The order in which listings are locked.
    static func < (left: ListingKey, right: ListingKey) -> Bool {
        (left.tenant, left.shop, left.channelSKU) < (right.tenant, right.shop, right.channelSKU)
    }

    /// Whether a message speaks of it.
    func isNamed(_ listing: StockChanged.Listing) -> Bool {
        (shop, channelSKU) == (listing.shop, listing.channelSKU)
    }
}
