import Contracts
import Messaging

/// Answers what a person contests.
struct DisputeListHandler: RequestHandler {
    func answer(_ question: Received<DisputeList>, _ desk: Desk) async throws -> [DisputeRecord] {
        try await desk.read { try await DisputeStore.list($0) }
    }
}
