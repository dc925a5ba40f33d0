import Contracts
import Foundation
import Messaging
import Postgres

/// Answers a person's scores by time.
struct ScoreHistoryHandler: RequestHandler {
    private static let usual = 90

    func answer(_ question: Received<ScoreHistory>, _ desk: Desk) async throws -> ScoreHistory.Reply {
        let days = question.body.days ?? Self.usual
        guard (1...366).contains(days) else {
            throw Refusal(.invalid, code: "outOfRange", "days must be 1 to 366", field: "/days")
        }
        let since = Date(timeIntervalSinceNow: -Double(days) * 86_400)
        return try await Reading(desk: desk, consent: question.body.consent, what: .history).about {
            subject, noted, database in
            if let noted, noted.asOf == nil { return ScoreHistory.Reply(scores: []) }
            let scores = try await ScoreStore.history(of: subject, since: since, until: noted?.asOf, database)
            return ScoreHistory.Reply(scores: scores)
        }
    }
}
