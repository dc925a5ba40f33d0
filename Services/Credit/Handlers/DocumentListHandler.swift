import Contracts
import Messaging

/// Answers which papers a person has declared.
struct DocumentListHandler: RequestHandler {
    func answer(_ question: Received<DocumentList>, _ desk: Desk) async throws -> [DocumentRecord] {
        try await desk.read { try await DocumentStore.list($0) }
    }
}
