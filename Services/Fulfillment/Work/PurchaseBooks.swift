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
    /// How many purchases could not be read. Each may be the one that is looked for.
    private(set) var unread = 0
    /// Where and why the first of them could not; nil: all could.
    private(set) var problem: String?
    /// Whether all pages back to the asked time were read.
    private(set) var isWhole = false
    /// The most pages of one reading, 100 purchases each.
    static let mostPages = 50

    /// Whether what is not found is not there.
    var isComplete: Bool { isWhole && unread == 0 }

    /// The purchases by their attempts.
    var byAttempt: [UUID: Entry] {
        Dictionary(entries.map { ($0.mark.attempt, $0) }) { first, _ in first }
    }

    /// Reads all purchases since a time.
    static func read<Payload>(since: Instant, _ job: Job<Payload>, _ office: Office) async throws -> PurchaseBooks {
        var books = PurchaseBooks()
        var call: ListTransactions? = ListTransactions()
        for page in 0..<mostPages {
            guard let next = call else { break }
            if page > 0 { try await job.nextToken() }
            let answer = try await office.shippo.send(next)
            books.take(answer, page: page + 1)
            call = next.following(answer)
            // Newest first: a page that reaches further back than asked is the last that matters.
            let oldest = answer.items.compactMap { Instant(partner: $0.created) }.min()
            books.isWhole = call == nil || oldest.map { $0 < since } ?? false
            if books.isWhole { break }
        }
        return books
    }

    private mutating func take(_ answer: ShippoPage<Shippo.Transaction>, page: Int) {
        for item in answer.malformed { miss("page \(page), purchase \(item.index + 1): \(item.problem)") }
        for transaction in answer.items {
            if let entry = Entry(transaction) {
                entries.append(entry)
            } else if transaction.id?.isEmpty ?? true {
                // Not even its name can be read: it may have lost our mark as well.
                miss("page \(page): a purchase without object_id")
            }
        }
    }

    private mutating func miss(_ what: String) {
        unread += 1
        problem = problem ?? what
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
