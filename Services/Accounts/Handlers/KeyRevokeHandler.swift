import Contracts
import Messaging

/// Ends a key at once.
struct KeyRevokeHandler: RequestHandler {
    func answer(_ question: Received<KeyRevoke>, _ desk: Desk) async throws -> KeyRecord {
        try await desk.write { transaction in
            let id = question.body.key
            guard let old = try await KeyStore.lock(id, transaction.database) else {
                throw Refusal.notFound("key", at: "/key")
            }
            guard old.prefix != desk.caller.actor else {
                throw Refusal(.conflict, code: "ownKey", "a key cannot revoke itself; rotate it", field: "/key")
            }
            guard old.state != .revoked, let key = try await KeyStore.revoke(id, transaction.database) else {
                return old
            }
            let note = ActionNote(
                action: "keyRevoked", subject: id.description, sentence: "The key \(key.prefix) was revoked.")
            try await note.write(key.tenant, by: desk.caller.actor, transaction)
            return key
        }
    }
}
