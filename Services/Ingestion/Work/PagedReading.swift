import Foundation
import Messaging
import TikTokShop

/// A few pages of a search by time, oldest first: as many as one job may read, but never so few that the next job would
/// begin at the same second.
///
/// A token may well count places, and a thing that changes while pages are read leaves its place: whatever lay behind
/// it moves up, one of them off the page that is due. So the next page is asked for by time wherever time has moved on,
/// and by token only within one second.
struct PagedReading<Item: PageItem>: Sendable {
    private(set) var pages: [Page<Item>] = []
    /// The time of the last item; nil without any.
    private(set) var readTo: Date?
    /// Whether the search has come to its end.
    private(set) var isComplete = false

    /// Pages of one job, and of one that finds a single second that has more.
    static var usualPages: Int { 5 }
    static var mostPages: Int { 100 }
    /// How far ahead of ours the channel's clock may be.
    static var clockTolerance: TimeInterval { TimeInterval(OrderReader.clockTolerance) / 1000 }

    /// How a search is read.
    struct Way<Call: PagedCall> {
        /// The search from a time on.
        let search: (Date) -> Call
        /// By which time it is ordered.
        let time: (Item) -> Date?
        /// Times beyond this are nonsense, which must not carry the reading past everything else.
        let limit: Date
        /// Waits for the budget, before every call but the first.
        let nextToken: () async throws -> Void
        /// Makes a call.
        let send: (Call) async throws -> Page<Item>
    }

    /// Reads pages from a time on.
    ///
    /// - Parameter usual: Pages of one job.
    init<Call: PagedCall>(
        from: Date, pages usual: Int = usualPages, _ way: Way<Call>
    ) async throws where Call.Item == Item {
        var start = from
        var call: Call? = way.search(from)
        while let now = call, pages.count < Self.mostPages {
            if !pages.isEmpty { try await way.nextToken() }
            let page = try await way.send(now)
            pages.append(page)
            let times = page.items.compactMap(way.time).filter { $0 <= way.limit }
            readTo = times.max() ?? readTo
            call = now.following(page)
            if call != nil, let readTo, readTo > start, Self.ascends(times) {
                start = readTo
                call = way.search(readTo)
            }
            if pages.count >= usual, let readTo, readTo > from { break }
        }
        isComplete = call == nil
    }

    /// Only where the channel keeps to the order asked for does the last time say how far it has told.
    private static func ascends(_ times: [Date]) -> Bool {
        zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// Everything that was read.
    var items: [Item] { pages.flatMap(\.items) }

    /// Where the next job goes on: at the end of a complete search when it began, else at the last item.
    func cursor(startedAt: Date, before: Cursor?) -> Cursor {
        if isComplete { return Cursor(readTo: startedAt) }
        return Cursor(readTo: readTo ?? before?.readTo ?? startedAt, token: Cursor.underWay)
    }
}

extension Cursor {
    /// The token of a search that goes on by time.
    static let underWay = "under way"

    /// Where a search begins: a little before what has been read, unless it merely goes on.
    func start(overlap: TimeInterval) -> Date {
        token == Self.underWay ? readTo : readTo.addingTimeInterval(-overlap)
    }
}
