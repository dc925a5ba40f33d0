import Contracts
import Crypto
import Foundation
import Messaging
import Postgres

/// Takes orders that outside producers tell in the platform's own contract.
struct OrderSubmittedHandler: Handler {
    /// What is known of the senders, shops and orders of a batch.
    struct View {
        var book: OrderBook
        var messages: Set<ProducerStore.ForeignID>
        let shops: [String: Connection]
        let grants: [Grant]
    }

    /// One message that is settled: what it changes, if anything, and the id that its producer's got.
    struct Change: Sendable {
        let order: OrderChange?
        let message: ProducerStore.ForeignID?
        let id: UUID
    }

    let store: OrderStore
    let buyerKey: SymmetricKey

    func load(_ messages: [Received<OrderSubmitted>], _ pipeline: inout Pipeline) throws -> Loading<View> {
        let shops = ConnectionStore.load(
            channelShops: messages.map(\.body.channelShop).filter(OrderReader.isIdentifier), &pipeline)
        let grants = ProducerStore.grants(of: messages.compactMap(\.metadata.user), &pipeline)
        let foreign = ProducerStore.known(messages.compactMap(\.foreignID), &pipeline)
        let orders = store.load(submittedBy: messages, &pipeline)
        return Loading {
            View(
                book: OrderBook(try orders.orders()), messages: Set(try foreign.get()),
                shops: Dictionary(try shops.get().map { ($0.channelShop, $0) }) { first, _ in first },
                grants: try grants.get())
        }
    }

    func decide(_ message: Received<OrderSubmitted>, _ view: View) throws -> Decision<Change> {
        let order = message.body
        if let foreign = message.foreignID, view.messages.contains(foreign) { return .done() }
        guard let user = message.metadata.user, view.grants.contains(where: { $0.user == user }) else {
            return .reject("the producer is not known", detail: message.metadata.user ?? "no user_id")
        }
        for (field, id) in [("channelShop", order.channelShop), ("channelOrder", order.channelOrder)] {
            guard OrderReader.isIdentifier(id) else { return .reject(Self.unreadable, detail: "\(field) is no id") }
        }
        guard let shop = view.shops[order.channelShop],
            view.grants.contains(where: { $0.user == user && $0.covers(shop.shop, of: shop.tenant) })
        else { return .reject("the producer may not speak for this shop", detail: "channelShop of \(user)") }
        let reader = SubmittedOrderReader(
            market: shop.region, buyers: BuyerPseudonyms(tenant: shop.tenant, key: buyerKey),
            readAt: Instant(message.metadata.id.v7Instant ?? Date()))
        do {
            return decide(message, try reader.read(order), shop, view)
        } catch {
            return .reject(Self.unreadable, detail: "\(error)")
        }
    }

    private static let unreadable = "the order cannot be read"

    private func decide(
        _ message: Received<OrderSubmitted>, _ read: ReadOrder, _ shop: Connection, _ view: View
    ) -> Decision<Change> {
        let key = OrderKey(tenant: shop.tenant, shop: shop.shop, channelOrder: read.snapshot.channelOrder)
        guard let stored = view.book.orders[key] else { return .retry("the order was not loaded") }
        if let field = stored.snapshot.flatMap(read.snapshot.contradiction(of:)) {
            return .reject("another order has this id", detail: "\(field) is not that of the order known by it")
        }
        if let known = stored.snapshot, read.snapshot.isNewer(than: known),
            let listing = read.snapshot.sendsAgain(whatLeftOf: known)
        {
            return .reject("goods that have left are told as open again", detail: "channelSKU \(listing)")
        }
        var settled: OrderChange?
        if case .changed(let change) = Ingestion.apply(read, to: stored, from: .outside) { settled = change }
        let change = Change(order: settled, message: message.foreignID, id: message.metadata.id)
        return .done([change], events: settled?.drafts ?? [])
    }

    func apply(_ change: Change, to view: inout View) {
        if let order = change.order { view.book.take(order) }
        if let message = change.message { view.messages.insert(message) }
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        try store.save(changes.compactMap(\.order), &pipeline)
        let moved = changes.compactMap { $0.order.flatMap { FollowParcels.item($0) } }
        if !moved.isEmpty { try WorkQueue.enqueue(moved, into: &pipeline) }
        let messages = changes.compactMap { change in change.message.map { ($0, change.id) } }
        ProducerStore.save(Dictionary(messages) { first, _ in first }, &pipeline)
    }

    func saved(_ changes: [Change]) { OrderMeter.stored(changes.compactMap(\.order)) }
}

extension OrderChange {
    /// What the platform is told of the change: the order, and to Fulfillment alone where it goes.
    var drafts: [Draft] {
        var drafts: [Draft] = []
        if isVersion {
            drafts.append(
                Draft(message, tenant: key.tenant, correlation: id.description, subject: key.channelOrder))
        }
        if let recipientMessage {
            drafts.append(
                Draft(recipientMessage, tenant: key.tenant, correlation: id.description, subject: key.channelOrder))
        }
        return drafts
    }

    /// What is told of it where the shop is only read: under a name that nobody acts on, and not where it goes.
    var observedDrafts: [Draft] {
        guard isVersion else { return [] }
        let observed = OrderObserved(order: message)
        return [Draft(observed, tenant: key.tenant, correlation: id.description, subject: key.channelOrder)]
    }
}
