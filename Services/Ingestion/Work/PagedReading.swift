import Foundation
import Messaging
import TikTokShop

/// A few pages of a search by time, oldest first: as many as one job may read, but never so few that the next job would
/// begin at the same second.
struct PagedReading<Item: PageItem>: Sendable {
    private(set) var pages: [Page<Item>] = []
    /// The time of the last item; nil without any.
    private(set) var readTo: Date?
    /// Whether the search has come to its end.
    private(set) var isComplete = false

    /// Pages of one job, and of one that finds a single second that has more.
    static var usualPages: Int { 5 }
    static var mostPages: Int { 100 }

    /// Reads pages from a time on.
    ///
    /// - Parameter nextToken: Waits for the budget, before every call but the first.
    init<Call: PagedCall>(
        _ first: Call, from: Date?, time: (Item) -> Date?, nextToken: () async throws -> Void,
        send: (Call) async throws -> Page<Item>
    ) async throws where Call.Item == Item {
        var call: Call? = first
        while let now = call, pages.count < Self.mostPages {
            if !pages.isEmpty { try await nextToken() }
            let page = try await send(now)
            pages.append(page)
            readTo = page.items.compactMap(time).max() ?? readTo
            call = now.following(page)
            if pages.count >= Self.usualPages, let readTo, from.map({ readTo > $0 }) ?? true { break }
        }
        isComplete = call == nil
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
