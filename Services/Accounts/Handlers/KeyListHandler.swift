import Contracts
import Messaging

/// Answers which keys a tenant has.
struct KeyListHandler: RequestHandler {
    func answer(_ question: Received<KeyList>, _ desk: Desk) async throws -> [KeyRecord] {
        try await desk.read { database in
            guard try await TenantStore.exists(question.body.tenant, database) else {
                throw Refusal.notFound("tenant", at: "/tenant")
            }
            return try await KeyStore.list(question.body.tenant, database)
        }
    }
}
