import Contracts
import TikTokShop

/// Several returns at once, while snapshots are applied to them one after the other.
struct ReturnLedger {
    let shop: ShopID
    /// When all of this was read.
    let readAt: Instant
    /// What is known, by the channel's ids.
    private(set) var known: [String: StoredReturn]
    /// The orders that they belong to, by the channel's ids.
    let orders: [String: StoredOrder]
    /// What could not be read.
    private(set) var faults: [FoundFault] = []
    /// The channel's ids of what could be read.
    private(set) var read: Set<String> = []
    private var changedIDs: Set<String> = []

    init(shop: ShopID, readAt: Instant, known: [String: StoredReturn], orders: [String: StoredOrder]) {
        self.shop = shop
        self.readAt = readAt
        self.known = known
        self.orders = orders
    }

    /// What is to be stored and told: the newest of each.
    var changed: [StoredReturn] {
        changedIDs.sorted().compactMap { known[$0] }
    }

    /// Reads a cancellation and applies it.
    mutating func take(_ cancellation: Cancellation) {
        take(cancellation.orderID, cancellation.id) { reader throws(OrderFault) in try reader.read(cancellation) }
    }

    /// Reads a return and applies it.
    mutating func take(_ returned: ReturnOrder) {
        take(returned.orderID, returned.id) { reader throws(OrderFault) in try reader.read(returned) }
    }

    private mutating func take(
        _ channelOrder: String?, _ id: String?, _ read: (ReturnReader) throws(OrderFault) -> ReturnSnapshot
    ) {
        do throws(OrderFault) {
            guard let order = channelOrder.flatMap({ orders[$0] }) else {
                throw OrderFault("order_id", "names an order that the channel does not tell")
            }
            let reader = ReturnReader(
                prices: UnitPrices(order.snapshot?.lines ?? []), currency: order.snapshot?.currency, readAt: readAt)
            apply(try read(reader), order.id)
        } catch {
            faults.append(FoundFault(subject: .return, key: id ?? "", fault: error))
        }
    }

    private mutating func apply(_ snapshot: ReturnSnapshot, _ order: OrderID) {
        let id = snapshot.channelReturn
        read.insert(id)
        let stored = known[id] ?? StoredReturn(shop: shop, order: order, version: 0, snapshot: nil)
        guard let next = stored.applying(snapshot) else { return }
        known[id] = next
        changedIDs.insert(id)
    }
}
