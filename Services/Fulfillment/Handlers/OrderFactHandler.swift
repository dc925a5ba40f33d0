import Contracts
import Foundation
import Messaging
import Postgres

/// Gathers what others say of an order and its parcel, in any order, and goes on as far as that allows.
struct OrderFactHandler: Handler {
    /// One shipment as a message left it.
    struct Change: Sendable {
        let handling: Handling
        let recipient: RecipientChanged?
        let cause: Metadata
    }

    let recipients: RecipientStore
    let queue: WorkQueue
    /// Stands in for products without measures.
    let usual: Measures?
    /// Tells when things happen; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<OrderFact>], _ pipeline: inout Pipeline) -> Loading<Books> {
        let keys = Set(messages.compactMap(\.shipmentKey))
        BookStore.ensure(keys, at: now(), &pipeline)
        return Loading(
            BookStore.load(
                BookStore.given(keys), products: Set(messages.flatMap(\.products)), usual: usual, &pipeline))
    }

    func decide(_ message: Received<OrderFact>, _ books: Books) -> Decision<Change> {
        guard let key = message.shipmentKey, let known = books.shipments[key] else {
            return .retry("the shipment is not locked")
        }
        if let named = message.body.shipment, named != known.id {
            return .reject("an answer names another parcel than the order's", detail: named.description)
        }
        if case .order(let order) = message.body, let field = order.absurdity {
            return .reject("a figure of the order cannot be true", detail: field)
        }
        var handling = Handling(known, now: now())
        handling.take(message.body)
        // What says nothing new changes nothing, and is not written again.
        guard handling.hasChanged(since: known) else { return .done() }
        handling.advance(books.circumstances(of: handling.shipment))
        handling.stamp(since: known)
        var recipient: RecipientChanged?
        if case .recipient(let body) = message.body { recipient = body }
        return .done(
            [Change(handling: handling, recipient: recipient, cause: message.metadata)], events: handling.drafts)
    }

    func apply(_ change: Change, to books: inout Books) {
        books.shipments[change.handling.shipment.key] = change.handling.shipment
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        try BookStore.save(changes.map(\.handling), &pipeline)
        var newest: [ShipmentKey: RecipientChanged] = [:]
        for change in changes {
            guard let recipient = change.recipient else { continue }
            let key = change.handling.shipment.key
            if recipient.version > newest[key]?.version ?? 0 { newest[key] = recipient }
        }
        try recipients.save(newest, &pipeline)
        try WorkQueue.enqueue(changes.flatMap { $0.handling.items(cause: $0.cause) }, into: &pipeline)
    }

    func saved(_ changes: [Change]) {
        queue.nudge()
        LabelMeter.passed(changes.flatMap(\.handling.milestones))
    }
}

extension Received<OrderFact> {
    /// The shipment that the message speaks of; nil without a tenant, which a lane does not let through.
    fileprivate var shipmentKey: ShipmentKey? {
        metadata.tenant.map { ShipmentKey(tenant: $0, order: body.order) }
    }

    /// The products that an order names.
    fileprivate var products: [ListedKey] {
        guard let tenant = metadata.tenant, case .order(let order) = body else { return [] }
        let shop = ShopKey(tenant: tenant, shop: order.shop)
        return order.lines.map { ListedKey(shop: shop, channelID: $0.channelProduct) }
    }
}

extension OrderChanged {
    /// The first field whose figure cannot be true; nil when all can.
    fileprivate var absurdity: String? {
        if version < 1 { return "version" }
        for (index, line) in lines.enumerated() {
            let units = [line.units.open, line.units.shipConfirmed, line.units.handedOver, line.units.cancelled]
            if units.contains(where: { !(0...1_000_000).contains($0) }) { return "lines/\(index)/units" }
        }
        return nil
    }
}
