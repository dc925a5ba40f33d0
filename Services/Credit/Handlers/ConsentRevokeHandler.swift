import Contracts
import Messaging

/// Ends a consent at once.
struct ConsentRevokeHandler: RequestHandler {
    func answer(_ question: Received<ConsentRevoke>, _ desk: Desk) async throws -> ConsentRecord {
        let (subject, id) = (try desk.person(), question.body.consent)
        return try await desk.write { transaction in
            try await ConsentStore.revoke(id, of: subject, transaction.database)
            // A lender sees the consent, and it is not the lender's to end.
            guard let consent = try await ConsentStore.find(id, transaction.database), consent.subject == subject
            else { throw Refusal.notFound("consent", at: "/consent") }
            return consent
        }
    }
}
