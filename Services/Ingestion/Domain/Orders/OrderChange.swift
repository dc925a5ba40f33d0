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

    /// Whether nothing was known of the order before.
    var isFirstSight: Bool { version == 1 && previousStatus == nil && isVersion }

    /// What the platform is told.
    var message: OrderChanged {
        snapshot.message(id, version: version, shop: key.shop, previousStatus: previousStatus)
    }

    /// What Fulfillment alone is told; nil when nothing is new of it.
    var recipientMessage: RecipientChanged? {
        recipient?.message(id, key)
    }
}
