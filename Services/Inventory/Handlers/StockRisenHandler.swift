import Contracts
import Foundation
import Messaging
import Postgres

/// Serves orders that wait, first paid first, passing over those that do not fit; so many at a time.
struct StockRisenHandler: Handler {
    /// The books, and whether there may be more who wait than were loaded.
    struct View: Sendable {
        var books: Books
        let isFull: Bool
    }

    /// The most orders that one batch serves.
    var limit = 200
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<StockRisen>], _ pipeline: inout Pipeline) -> Loading<View> {
        let tenants = Array(Set(messages.compactMap { $0.metadata.tenant?.uuid }))
        WaitingStore.lock(messages, limit: limit, &pipeline)
        let loading = BookStore.load(lines: WaitingStore.lines(tenants), tenants: tenants, shops: [], &pipeline)
        return loading.map { View(books: $0, isFull: $0.orders.count >= limit) }
    }

    func decide(_ message: Received<StockRisen>, _ view: View) -> Decision<OrderChange> {
        var books = view.books
        var changes: [OrderChange] = []
        var events: [Draft] = []
        let waiting = books.waiting.filter { $0.key.tenant == message.metadata.tenant }
        for order in waiting {
            guard let levels = books.levels(of: order, listing: order.unmapped.map(\.channelSKU)) else {
                return .retry(after: .milliseconds(100), "the catalogue changed meanwhile")
            }
            var settlement = Settlement(order, levels: levels)
            settlement.serve(components: books.components(order))
            guard settlement.order != order else { continue }
            let change = OrderChange(order: settlement.order, moves: settlement.moves, cause: message.metadata.id)
            books.apply(change)
            changes.append(change)
            events += News(before: order, settlement: settlement, at: now()).drafts
        }
        // Those who were served wait no more, so this comes to an end.
        let isProgress = waiting.isEmpty || !changes.isEmpty
        if view.isFull && isProgress { events.append(Draft(message.body)) }
        return .done(changes, events: events)
    }

    func apply(_ change: OrderChange, to view: inout View) {
        view.books.apply(change)
    }

    func save(_ changes: [OrderChange], _ pipeline: inout Pipeline) {
        BookStore.save(changes, &pipeline)
    }
}
