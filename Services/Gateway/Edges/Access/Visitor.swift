import Contracts
import Messaging

/// Who asks, as a key has proved.
struct Visitor: Sendable, Hashable {
    let key: KeyID
    /// Of the key's text, by which Accounts knows it.
    let digest: String
    /// Whose key it is.
    let tenant: TenantID
    let kind: TenantRecord.Kind
    /// All tenants that it opens, its own first.
    let tenants: [TenantID]
    let scopes: Set<AccessScope>
    /// The key's prefix, for the log of actions.
    let actor: String
    let expiresAt: Instant?

    init(_ reply: KeyVerify.Reply, digest: String) {
        self.digest = digest
        key = reply.key
        tenant = reply.tenant
        kind = reply.kind
        tenants = reply.tenants
        scopes = Set(reply.scopes)
        actor = reply.actor
        expiresAt = reply.expiresAt
    }

    /// As the services see it.
    var caller: Caller { Caller(tenants: tenants, actor: actor) }
}

extension Problem {
    /// Nobody said who asks.
    static let noKey = Problem(
        .unauthorized, code: "noKey", "send a key as Authorization: Bearer <key>, or open a session",
        headers: ["WWW-Authenticate": "Bearer realm=\"shop\""])

    /// The key does not do that.
    static func scopeMissing(_ scope: AccessScope) -> Problem {
        Problem(.forbidden, code: "scopeMissing", "the key needs the scope \(scope.rawValue)")
    }

    /// The key opens nothing.
    static func badKey(_ code: String, _ detail: String) -> Problem {
        Problem(
            .unauthorized, code: code, detail,
            headers: ["WWW-Authenticate": "Bearer realm=\"shop\", error=\"invalid_token\""])
    }
}
