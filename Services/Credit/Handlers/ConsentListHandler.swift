import Contracts
import Messaging

/// Answers which consents a person has given, or a lender was given.
struct ConsentListHandler: RequestHandler {
    func answer(_ question: Received<ConsentList>, _ desk: Desk) async throws -> [ConsentRecord] {
        try await desk.read { try await ConsentStore.list($0) }
    }
}
