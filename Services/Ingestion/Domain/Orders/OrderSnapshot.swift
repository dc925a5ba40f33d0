import Contracts

/// An order as it stood at one moment, in our own words and without a person's data: what the store keeps and what
/// ``OrderChanged`` tells, less our id and version.
struct OrderSnapshot: Codable, Hashable, Sendable {
    /// The channel's id of the order.
    var channelOrder: String
    var status: OrderStatus
    /// The channel's own word, kept also where we do not know it.
    var channelStatus: String
    var flags: [OrderFlag]
    var shipping: ShippingType
    /// ISO 3166-1 alpha-2.
    var market: String
    var channelWarehouse: String?
    var deliveryOption: String?
    var placedAt: Instant
    var paidAt: Instant?
    /// When the channel last changed it; orders the snapshots of one order.
    var updatedAt: Instant
    /// When we read it; settles which of two that are otherwise of the same age is the later one.
    var readAt: Instant
    var shipBy: Instant?
    /// When the carrier took the first parcel, where that is known.
    var handedOverAt: Instant?
    /// When the last of its lines was ship-confirmed, where that is known.
    var shippedAt: Instant?
    /// When the last parcel arrived, where the channel tells. It is not told with the order: the parcel's way is.
    var deliveredAt: Instant?
    var currency: Currency
    /// A pseudonym of the buyer.
    var buyer: String?
    /// Minor units of the currency.
    var shippingFee: Int64
    var lines: [OrderLine]

    /// The total order of the snapshots of one order: CANCELLED is terminal and beats everything, then the channel's
    /// time of change, then the place in the order's life, then when it was read. So the newest of any number of
    /// snapshots is the same one in whichever order they come in.
    func isNewer(than other: OrderSnapshot) -> Bool {
        if isCancelled != other.isCancelled { return isCancelled }
        if updatedAt != other.updatedAt { return updatedAt > other.updatedAt }
        if status.rank != other.status.rank { return status.rank > other.status.rank }
        return readAt > other.readAt
    }

    /// What never changes in an order's life and is another here: then it is another order under the same id. To the
    /// second, since channels tell no more; nil when nothing speaks against its being the same.
    func contradiction(of known: OrderSnapshot) -> String? {
        if currency != known.currency { return "currency" }
        if placedAt.milliseconds / 1000 != known.placedAt.milliseconds / 1000 { return "placedAt" }
        if let buyer, let other = known.buyer, buyer != other { return "buyer" }
        return nil
    }

    /// Whether every unit is cancelled.
    var isCancelled: Bool { status == .cancelled }

    /// Whether both say the same of the order, whenever they were made.
    func saysTheSame(as other: OrderSnapshot) -> Bool {
        changedFields(since: other).isEmpty
    }

    /// The names of what differs, for the order's log.
    func changedFields(since other: OrderSnapshot) -> [String] {
        let fields: [(name: String, isEqual: Bool)] = [
            ("status", status == other.status && channelStatus == other.channelStatus),
            ("flags", Set(flags) == Set(other.flags)),
            ("shipping", shipping == other.shipping),
            ("market", market == other.market),
            ("warehouse", channelWarehouse == other.channelWarehouse),
            ("delivery_option", deliveryOption == other.deliveryOption),
            ("placed_at", placedAt == other.placedAt),
            ("paid_at", paidAt == other.paidAt),
            ("ship_by", shipBy == other.shipBy),
            ("handed_over_at", handedOverAt == other.handedOverAt),
            ("shipped_at", shippedAt == other.shippedAt),
            ("amounts", currency == other.currency && shippingFee == other.shippingFee),
            ("buyer", buyer == other.buyer),
            ("lines", lines == other.lines),
        ]
        return fields.filter { !$0.isEqual }.map(\.name)
    }
}
