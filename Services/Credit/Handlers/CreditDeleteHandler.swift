import Contracts
import Messaging

/// Deletes what is known of a person. The role of requests may not delete, so it runs as the service, and touches the
/// rows of the one who asks alone.
struct CreditDeleteHandler: RequestHandler {
    func answer(_ question: Received<CreditDelete>, _ desk: Desk) async throws -> CreditDelete.Reply {
        let subject = try desk.person()
        return try await desk.writeAsService { try await ScoreStore.delete(subject, $0.database) }
    }
}
