import Contracts
import Messaging

/// Answers a tenant's settings.
struct SettingsGetHandler: RequestHandler {
    func answer(_ question: Received<SettingsGet>, _ desk: Desk) async throws -> VersionedSettings {
        let settings = try await desk.read { try await SettingsStore.get(question.body.tenant, $0) }
        guard let settings else { throw Refusal.notFound("tenant", at: "/tenant") }
        return settings
    }
}
