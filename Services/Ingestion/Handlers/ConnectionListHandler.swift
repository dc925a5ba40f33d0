import Contracts
import Messaging

/// Answers which shops are connected, or were.
struct ConnectionListHandler: RequestHandler {
    func answer(_ question: Received<ConnectionList>, _ desk: Desk) async throws -> [ConnectionRecord] {
        try await desk.read { try await ConnectionShelf.list(desk.caller.tenants, $0) }
    }
}
