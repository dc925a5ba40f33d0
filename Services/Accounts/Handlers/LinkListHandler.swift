import Contracts
import Messaging

/// Answers which links the caller has.
struct LinkListHandler: RequestHandler {
    func answer(_ question: Received<LinkList>, _ desk: Desk) async throws -> [SubjectLink] {
        try await desk.read { try await LinkStore.list($0) }
    }
}
