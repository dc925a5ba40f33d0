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
        let loading = BookStore.load(lines: WaitingStore.lines, tenants: tenants, shops: [], &pipeline)
        return loading.map { View(books: $0, isFull: $0.orders.count >= limit) }
    }

    func decide(_ message: Received<StockRisen>, _ view: View) -> Decision<OrderChange> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let isAnybody = view.books.waiting.contains { $0.key.tenant == tenant }
        var serving = Serving(view.books, cause: message.metadata)
        serving.serve(tenant)
        // Those who were served wait no more, so this comes to an end.
        let isProgress = !isAnybody || !serving.changes.isEmpty
        let again = view.isFull && isProgress ? [Draft(message.body)] : []
        return .done(serving.changes, events: serving.events + again)
    }

    func apply(_ change: OrderChange, to view: inout View) {
        view.books.apply(change)
    }

    func summary(_ changes: [OrderChange], _ view: View) -> [Draft] {
        LevelNews(changes).drafts(view.books.levels, at: now())
    }

    func save(_ changes: [OrderChange], _ pipeline: inout Pipeline) {
        BookStore.save(changes, &pipeline)
    }
}
