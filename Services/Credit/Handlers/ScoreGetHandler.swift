import Contracts
import Messaging
import Postgres

/// Answers a person's score, or why there is none.
struct ScoreGetHandler: RequestHandler {
    func answer(_ question: Received<ScoreGet>, _ desk: Desk) async throws -> ScoreGet.Reply {
        let consent = question.body.consent
        return try await Reading(desk: desk, consent: consent, what: .score).about { subject, database in
            guard let standing = try await ScoreStore.standing(of: subject, database) else {
                return ScoreGet.Reply(
                    subject: subject, obstacles: [CreditObstacle(.notScoredYet)], accounts: [])
            }
            // What stands in the way now, an older score does not outweigh.
            let score = standing.obstacles.isEmpty ? try await ScoreStore.newest(of: subject, database) : nil
            var told = score.map { CreditScore($0, disputed: Set(standing.disputed)) }
            if let consent {
                told = try await told?.renaming { try await ConsentStore.names(of: $0, by: consent, database) }
            }
            return ScoreGet.Reply(
                subject: subject, score: told, obstacles: standing.obstacles.map(CreditObstacle.init),
                accounts: consent == nil ? standing.accounts.map(CreditAccount.init) : [],
                documents: standing.papers?.map(CreditDocument.init))
        }
    }
}
