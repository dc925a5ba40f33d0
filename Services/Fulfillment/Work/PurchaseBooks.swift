import Contracts
import Foundation
import Messaging
import Outbound
import Shippo

/// The partner's newest purchases, read page by page, newest first.
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
    /// How many purchases were seen, read or not.
    private(set) var seen = 0
    /// When the last purchase that was read was made; nil: none whose date can be read.
    private(set) var reached: Instant?
    /// When the last one before the first that could not be read was made: what is newer was read without a gap.
    private(set) var readBackTo: Instant?
    /// Whether there are no older purchases than those that were read.
    private(set) var isEnd = false
    /// Whether all pages back to the asked time were read.
    private(set) var isWhole = false
    /// The most pages of one reading, 100 purchases each.
    static let mostPages = 50
    /// What a reading leaves of its job's time.
    private static let spare = Duration.seconds(60)

    /// Whether a purchase that was made then, or later, and is not found is not there. One that cannot be read is no
    /// newer than what stands before it, so it may be any older purchase and none of the newer ones.
    func covers(_ instant: Instant) -> Bool {
        isEnd && unread == 0 || readBackTo.map { $0 < instant } ?? false
    }

    /// How far the reading came, for people, where the books are longer than one reading; nil: as far as was asked.
    var shortfall: String? {
        isWhole ? nil : "only the newest \(seen) purchases were read\(reached.map { ", back to \($0)" } ?? "")"
    }

    /// The purchases by their attempts.
    var byAttempt: [UUID: Entry] {
        Dictionary(entries.map { ($0.mark.attempt, $0) }) { first, _ in first }
    }

    /// Reads all purchases since a time, if that is no more than ``OfficeSettings/bookPages``.
    static func read<Payload>(since: Instant, _ job: Job<Payload>, _ office: Office) async throws -> PurchaseBooks {
        var books = PurchaseBooks()
        var call: ListTransactions? = ListTransactions()
        for page in 0..<office.settings.bookPages {
            guard let next = call else { break }
            if page > 0 {
                // What was read is of use only as long as there is time to act on it.
                if ContinuousClock.now + spare > job.deadline { break }
                try await job.nextToken()
            }
            let answer = try await office.shippo.send(next)
            books.take(answer, page: page + 1)
            call = next.following(answer)
            // A page that reaches further back than asked is the last that matters.
            books.isWhole = books.isEnd || books.reached.map { $0 < since } ?? false
            if books.isWhole { break }
        }
        return books
    }

    /// Takes the next page, from its newest purchase to its oldest.
    mutating func take(_ answer: ShippoPage<Shippo.Transaction>, page: Int) {
        let problems = Dictionary(answer.malformed.map { ($0.index, $0.problem) }) { first, _ in first }
        var readable = answer.items.makeIterator()
        for index in 0..<(answer.items.count + answer.malformed.count) {
            seen += 1
            if let problem = problems[index] {
                miss("page \(page), purchase \(index + 1): \(problem)")
            } else if let transaction = readable.next() {
                take(transaction, page: page)
            }
        }
        isEnd = !answer.hasNext
    }

    private mutating func take(_ transaction: Shippo.Transaction, page: Int) {
        if let entry = Entry(transaction) {
            entries.append(entry)
        } else if transaction.id?.isEmpty ?? true {
            // Not even its name can be read: it may have lost our mark as well.
            miss("page \(page): a purchase without object_id")
        }
        guard let created = Instant(partner: transaction.created) else { return }
        reached = created
        if unread == 0 { readBackTo = created }
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
