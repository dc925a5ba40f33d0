import Contracts
import Foundation
import Messaging

/// Makes keys.
struct KeyCreateHandler: RequestHandler {
    func answer(_ question: Received<KeyCreate>, _ desk: Desk) async throws -> NewKey {
        let wanted = question.body
        let name = try checked { () throws(Wrong) in try PlainName.checked(wanted.name, at: "/name") }
        let end = try checked { () throws(Wrong) in try KeyRules.end(wanted.expiresAt, now: Date()) }
        return try await KeyMaking(desk).make { transaction in
            guard let kind = try await TenantStore.kind(of: wanted.tenant, transaction.database) else {
                throw Refusal.notFound("tenant", at: "/tenant")
            }
            let own = try await KeyStore.scopes(prefix: desk.caller.actor, transaction.database)
            let scopes = try checked { () throws(Wrong) in
                try KeyRules.scopes(wanted.scopes, grantedBy: own.intersection(KeyRules.allowed(to: kind)))
            }
            return KeyMaking.Plan(tenant: wanted.tenant, name: name, scopes: scopes, expiresAt: end, replaces: nil)
        }
    }
}

/// Makes one key, and tells its text to the one who asked for it first.
struct KeyMaking {
    /// What the key will be.
    struct Plan {
        let tenant: TenantID
        let name: String
        let scopes: [AccessScope]
        let expiresAt: Date?
        let replaces: KeyRecord?
    }

    private let desk: Desk

    init(_ desk: Desk) {
        self.desk = desk
    }

    /// Makes the key that `plan` decides on, in the transaction that decides.
    ///
    /// The answer is stored under the idempotency key without the text. So a repeat is told of the key as it was made,
    /// which is not the one that this call would have made, and gets no text.
    func make(_ plan: (MessagingTransaction) async throws -> Plan) async throws -> NewKey {
        var generator = SystemRandomNumberGenerator()
        let text = KeyText.make(using: &generator)
        let id = KeyID.mint()
        var answer = try await desk.write { transaction in
            let plan = try await plan(transaction)
            let key = KeyRecord(
                id: id, tenant: plan.tenant, name: plan.name, prefix: text.prefix, scopes: plan.scopes,
                createdAt: Instant(Date()), createdBy: desk.caller.actor,
                expiresAt: plan.expiresAt.map { Instant(nearest: $0) },
                replaces: plan.replaces?.id)
            try await KeyStore.insert(key, text, transaction.database)
            try await note(key, plan).write(key.tenant, by: desk.caller.actor, transaction)
            return NewKey(key: key, secret: nil)
        }
        if answer.key.id == id { answer.secret = text.text }
        return answer
    }

    private func note(_ key: KeyRecord, _ plan: Plan) -> ActionNote {
        let sentence =
            plan.replaces.map { "The key \($0.prefix) was replaced by \(key.prefix)." }
            ?? "The key \(key.prefix) was made."
        return ActionNote(
            action: plan.replaces == nil ? "keyCreated" : "keyRotated", subject: key.id.description, sentence: sentence)
    }
}
