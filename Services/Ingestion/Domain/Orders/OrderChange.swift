import Contracts

/// One applied change of an order: what is stored, logged and told.
struct OrderChange: Hashable, Sendable {
    let key: OrderKey
    let id: OrderID
    /// The version that the change makes; unchanged when only the recipient or the time of the last change is new.
    let version: Int
    let snapshot: OrderSnapshot
    let previousStatus: OrderStatus?
    let source: OrderSource
    /// What differs from the version before; everything at first sight. Empty: no new version.
    let fields: [String]
    /// Where it goes now, when that is new.
    let recipient: StoredRecipient?

    /// Whether the order has a new version to tell of.
    var isVersion: Bool { !fields.isEmpty }

    /// What the platform is told.
    var message: OrderChanged {
        OrderChanged(
            order: id, version: version, shop: key.shop, channelOrder: key.channelOrder, status: snapshot.status,
            previousStatus: previousStatus, channelStatus: snapshot.channelStatus, flags: snapshot.flags,
            shipping: snapshot.shipping, market: snapshot.market, channelWarehouse: snapshot.channelWarehouse,
            deliveryOption: snapshot.deliveryOption, placedAt: snapshot.placedAt, paidAt: snapshot.paidAt,
            updatedAt: snapshot.updatedAt, shipBy: snapshot.shipBy, currency: snapshot.currency,
            buyer: snapshot.buyer, shippingFee: snapshot.shippingFee, lines: snapshot.lines)
    }

    /// What Fulfillment alone is told; nil when nothing is new of it.
    var recipientMessage: RecipientChanged? {
        recipient.flatMap { stored in
            guard let recipient = stored.recipient else { return nil }
            return RecipientChanged(
                order: id, version: stored.version, shop: key.shop, channelOrder: key.channelOrder,
                fullName: recipient.fullName, phone: recipient.phone, addressLines: recipient.addressLines,
                city: recipient.city, state: recipient.state, postalCode: recipient.postalCode,
                region: recipient.region, isMasked: recipient.isMasked)
        }
    }
}
