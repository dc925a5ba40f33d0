import Contracts
import Messaging
import Postgres

/// Answers how many people have been scored since a time.
struct CreditProgressHandler: RequestHandler {
    func answer(_ question: Received<CreditProgress>, _ desk: Desk) async throws -> CreditProgress.Reply {
        try await desk.writeAsService { try await ScoreStore.progress(since: question.body.since, $0.database) }
    }
}
