import Contracts
import Foundation
import Messaging
import Shippo

/// The partner's newest purchases, read page by page.
struct PurchaseBooks: Sendable {
    /// A purchase that bears our mark.
    struct Entry: Sendable {
        let mark: LabelMark
        let verdict: Verdict
        let isKept: Bool
        let created: Instant?
    }

    private(set) var entries: [Entry] = []
    /// Whether all pages back to the asked time were read: only then is what is not found not there.
    private(set) var isComplete = false
    /// The most pages of one reading, 100 purchases each.
    static let mostPages = 50

    /// Reads all purchases since a time.
    static func read<Payload>(since: Instant, _ job: Job<Payload>, _ office: Office) async throws -> PurchaseBooks {
        var books = PurchaseBooks()
        var call: ListTransactions? = ListTransactions()
        for page in 0..<mostPages {
            guard let next = call else { break }
            if page > 0 { try await job.nextToken() }
            let answer = try await office.shippo.send(next)
            books.entries += answer.items.compactMap(Entry.init)
            call = next.following(answer)
            // Newest first: a page that reaches further back than asked is the last that matters.
            let oldest = answer.items.compactMap { Instant(partner: $0.created) }.min()
            books.isComplete = call == nil || oldest.map { $0 < since } ?? false
            if books.isComplete { break }
        }
        return books
    }
}

extension PurchaseBooks.Entry {
    fileprivate init?(_ transaction: Shippo.Transaction) {
        guard let mark = LabelMark(transaction.metadata) else { return nil }
        self.init(
            mark: mark, verdict: Verdict(transaction), isKept: transaction.status == .success,
            created: Instant(partner: transaction.created))
    }
}
