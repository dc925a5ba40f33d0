import Contracts
import Messaging

/// Answers which tenants the caller may see.
struct TenantListHandler: RequestHandler {
    func answer(_ question: Received<TenantList>, _ desk: Desk) async throws -> [TenantRecord] {
        try await desk.read { try await TenantStore.list($0) }
    }
}
