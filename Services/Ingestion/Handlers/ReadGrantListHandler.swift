import Contracts
import Messaging

/// Answers what the app that only reads may see.
struct ReadGrantListHandler: RequestHandler {
    func answer(_ question: Received<ReadGrantList>, _ desk: Desk) async throws -> [ReadGrantRecord] {
        try await desk.read { try await ReadGrantShelf.list(desk.caller.tenants, $0) }
    }
}
