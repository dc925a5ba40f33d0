import Contracts

/// An order as we know it; version 0 is a place that was kept for an order whose first snapshot is still to come.
struct StoredOrder: Hashable, Sendable {
    let key: OrderKey
    /// Ours, minted at first sight.
    let id: OrderID
    /// Counts the applied changes from 1.
    var version: Int
    /// Nil at version 0.
    var snapshot: OrderSnapshot?
    /// Where it goes; nil until it is told.
    var recipient: StoredRecipient?
}

/// Where an order goes, as we know it.
struct StoredRecipient: Hashable, Sendable {
    /// Counts the changes from 1, apart from the order's version.
    var version: Int
    /// Nil once it is erased, which is for ever.
    var recipient: Recipient?

    /// What Fulfillment is told of it; nil once it is erased.
    func message(_ order: OrderID, _ key: OrderKey) -> RecipientChanged? {
        recipient.map {
            RecipientChanged(
                order: order, version: version, shop: key.shop, channelOrder: key.channelOrder, fullName: $0.fullName,
                phone: $0.phone, addressLines: $0.addressLines, city: $0.city, state: $0.state,
                postalCode: $0.postalCode, region: $0.region, isMasked: $0.isMasked)
        }
    }
}

/// What makes an order one of a kind.
struct OrderKey: Hashable, Comparable, Sendable {
    let tenant: TenantID
    let shop: ShopID
    /// The channel's id of the order.
    let channelOrder: String

    static func < (left: Self, right: Self) -> Bool {
        (left.tenant, left.shop, left.channelOrder) < (right.tenant, right.shop, right.channelOrder)
    }
}

/// How we came to know of a change.
enum OrderSource: String, Codable, Sendable, CaseIterable {
    case webhook, poll, backfill, read
    case outside = "producer"
}
