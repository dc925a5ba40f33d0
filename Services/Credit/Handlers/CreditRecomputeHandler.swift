import Contracts
import Foundation
import Messaging
import Postgres

/// Wants people scored anew, some at a time. What news of a person have wanted meanwhile is the same row, so nothing is
/// done twice; and news come first.
struct CreditRecomputeHandler: RequestHandler {
    let queue: WorkQueue
    private static let most = 1_000

    func answer(_ question: Received<CreditRecompute>, _ desk: Desk) async throws -> CreditRecompute.Reply {
        let limit = question.body.limit ?? Self.most
        guard (1...Self.most).contains(limit) else {
            throw Refusal(.invalid, code: "outOfRange", "limit must be 1 to \(Self.most)", field: "/limit")
        }
        let now = Instant(Date())
        let people = try await desk.writeAsService {
            try await AccountStore.people(after: question.body.after, limit: limit, $0.database)
        }
        try await queue.enqueue(people.map { ScoreMake.item($0, priority: 2) })
        return CreditRecompute.Reply(count: people.count, last: people.last, at: now)
    }
}
