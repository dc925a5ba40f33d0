import Contracts
import Foundation
import Messaging

/// Answers who has read a score.
struct CreditReadListHandler: RequestHandler {
    func answer(_ question: Received<CreditReadList>, _ desk: Desk) async throws -> CreditReadList.Reply {
        let filter = PageCursor.Filter("credit.reads", [])
        let limit = try checked { () throws(Wrong) in try PageSize.checked(question.body.limit) } + 1
        let after = try question.body.cursor.map { text in
            try checked { () throws(Wrong) in
                let cursor = try PageCursor(text, of: filter, keys: 1)
                guard let id = UUID(text: cursor.keys[0]) else { throw .unknownCursor }
                return (at: cursor.at, id: id)
            }
        }
        // One more than asked for, to see whether there is a next page.
        let lines = try await desk.read { try await ReadStore.list(after: after, limit: limit, $0) }
        let page = lines.prefix(limit - 1)
        let next =
            lines.count == limit
            ? try page.last.map { try PageCursor(at: $0.at, keys: [$0.read.uuid.text]).text(of: filter) } : nil
        return CreditReadList.Reply(reads: Array(page), next: next)
    }
}
