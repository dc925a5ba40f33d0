import Contracts
import Messaging

/// Serves the waiting orders of a tenant that are at hand, first paid first, passing over those that do not fit.
struct Serving {
    private(set) var books: Books
    private(set) var changes: [OrderChange] = []
    private(set) var events: [Draft] = []
    let cause: Metadata

    init(_ books: Books, cause: Metadata) {
        self.books = books
        self.cause = cause
    }

    /// Brings a change into the books, as if it had been decided here.
    mutating func add(_ change: OrderChange, _ news: News) {
        books.apply(change)
        changes.append(change)
        events += news.drafts
    }

    /// Serves them. An order of which something is not at hand, because the catalogue has just changed, is left to
    /// those who come later.
    mutating func serve(_ tenant: TenantID) {
        for order in books.waiting where order.key.tenant == tenant {
            guard let levels = books.levels(of: order, listing: order.unmapped.map(\.channelSKU)) else { continue }
            var allocation = Allocation(order, levels: levels, claims: books.claims(before: order, on: levels))
            allocation.serve(components: books.components(order))
            guard allocation.order != order else { continue }
            let change = OrderChange(order: allocation.order, moves: allocation.moves, cause: cause)
            add(change, News(before: order, allocation: allocation))
        }
    }
}
