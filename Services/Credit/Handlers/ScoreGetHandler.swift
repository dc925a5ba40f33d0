import Contracts
import Messaging
import Postgres

/// Answers a person's score, or why there is none.
struct ScoreGetHandler: RequestHandler {
    func answer(_ question: Received<ScoreGet>, _ desk: Desk) async throws -> ScoreGet.Reply {
        let consent = question.body.consent
        return try await Reading(desk: desk, consent: consent, what: .score).about { subject, noted, database in
            guard let standing = try await ScoreStore.standing(of: subject, database) else {
                return ScoreGet.Reply(
                    subject: subject, obstacles: [CreditObstacle(.notScoredYet)], accounts: [])
            }
            let score = try await score(of: subject, standing, noted, database)
            var told = score.map { CreditScore($0, disputed: Set(standing.disputed)) }
            if let consent {
                told = try await told?.renaming { try await ConsentStore.names(of: $0, by: consent, database) }
            }
            return ScoreGet.Reply(
                subject: subject, score: told, obstacles: obstacles(standing, score, noted),
                accounts: consent == nil ? standing.accounts.map(CreditAccount.init) : [],
                documents: standing.papers?.map(CreditDocument.init))
        }
    }

    /// The score that was written down; for the person the newest, unless something stands in the way now, which an
    /// older score does not outweigh.
    private func score(
        of subject: TenantID, _ standing: Standing, _ noted: ReadStore.Noted?, _ database: Transaction
    ) async throws -> Score? {
        guard let noted else {
            return standing.obstacles.isEmpty ? try await ScoreStore.newest(of: subject, database) : nil
        }
        guard let asOf = noted.asOf else { return nil }
        return try await ScoreStore.score(of: subject, asOf: asOf, database)
    }

    /// What stands in the way. Between a lender's reading and here the person may have been scored anew: then none of
    /// it is of the score that was written down.
    private func obstacles(
        _ standing: Standing, _ score: Score?, _ noted: ReadStore.Noted?
    ) -> [CreditObstacle] {
        guard noted != nil else { return standing.obstacles.map(CreditObstacle.init) }
        guard score == nil else { return [] }
        let known = standing.obstacles.isEmpty ? [.notScoredYet] : standing.obstacles
        return known.map(CreditObstacle.init)
    }
}
